# SPDX-License-Identifier: GPL-2.0-or-later
# guest/crypto - BearSSL from Debian's source package, and what stands around it.

BEARSSL := build/sources/bearssl
# The parts for processors with a 32-bit multiplication, in constant time.
BEARSSL_FILES := aead/gcm codec/ccopy codec/dec16be codec/dec32be \
  codec/dec32le codec/dec64be codec/enc16be codec/enc32be codec/enc32le \
  codec/enc64be \
  ec/ec_all_m31 ec/ec_c25519_m31 ec/ec_keygen ec/ec_p256_m31 \
  ec/ec_prime_i31 ec/ec_pubkey ec/ec_secp256r1 ec/ec_secp384r1 \
  ec/ec_secp521r1 ec/ecdsa_atr ec/ecdsa_i31_bits ec/ecdsa_i31_sign_asn1 \
  ec/ecdsa_i31_sign_raw ec/ecdsa_i31_vrfy_asn1 ec/ecdsa_i31_vrfy_raw \
  ec/ecdsa_rta hash/dig_oid hash/dig_size hash/ghash_ctmul32 \
  hash/multihash hash/sha2big hash/sha2small \
  int/i31_add int/i31_bitlen int/i31_decmod int/i31_decode int/i31_decred \
  int/i31_encode int/i31_fmont int/i31_iszero int/i31_modpow int/i31_modpow2 \
  int/i31_montmul int/i31_muladd int/i31_ninv31 int/i31_reduce \
  int/i31_rshift int/i31_sub int/i31_tmont int/i32_div32 mac/hmac \
  mac/hmac_ct rand/hmac_drbg rand/sysrng rsa/rsa_i31_pkcs1_vrfy rsa/rsa_i31_pub \
  rsa/rsa_pkcs1_sig_unpad ssl/prf ssl/prf_sha256 ssl/prf_sha384 \
  ssl/ssl_client ssl/ssl_engine ssl/ssl_hashes ssl/ssl_hs_client \
  ssl/ssl_hs_server ssl/ssl_io ssl/ssl_rec_chapol ssl/ssl_rec_gcm \
  ssl/ssl_scert_single_ec ssl/ssl_server symcipher/aes_common \
  symcipher/aes_ct symcipher/aes_ct_ctr symcipher/aes_ct_enc \
  symcipher/chacha20_ct symcipher/poly1305_ctmul x509/x509_decoder \
  x509/x509_minimal

# Files of ours that know BearSSL.
TLS_PARTS := $(addprefix guest/crypto/,certcheck certname pool selfsigned \
  suites tlsclient tlsserver)

# No clock, no random numbers and no instructions but those everybody has; the
# compiler's header of these wants a malloc() for one of its own, the last.
BEARSSL_FLAGS := -I$(BEARSSL)/inc -I$(BEARSSL)/src -DBR_USE_UNIX_TIME=0 \
  -DBR_USE_URANDOM=0 -DBR_RDRAND=0 -DBR_SSE2=0 -DBR_AES_X86NI=0 -DBR_64=0 \
  -DBR_INT128=0 -DBR_UMUL128=0 -D_MM_MALLOC_H_INCLUDED
# Its own code is not held to our warnings.
BEARSSL_QUIET := -w

# One source package after the other: they share apt's lists.
$(BEARSSL)/README.txt: | deps build/sources/lwip/CHANGELOG
	$(call say,FETCH,bearssl)mk/debsource build/sources bearssl

$(BEARSSL_FILES:%=$(BEARSSL)/src/%.c): | $(BEARSSL)/README.txt ;

$(B)/guest-obj/bearssl/%.o: $(BEARSSL)/src/%.c
	@mkdir -p $(@D)
	$(call say,GCC,bearssl/$*.c)$(GUEST_CC) $(GUEST_CFLAGS) $(BEARSSL_QUIET) \
	  $(BEARSSL_FLAGS) -Iguest/lib/freestanding -c $< -o $@

$(B)/bearssl/%.o: $(BEARSSL)/src/%.c
	@mkdir -p $(@D)
	$(call say,CC,bearssl/$*.c)$(CC) $(CFLAGS) $(HOST_CFLAGS) $(BEARSSL_QUIET) \
	  $(BEARSSL_FLAGS) -c $< -o $@

$(TLS_PARTS:%=$(B)/guest-obj/%.o): GUEST_CFLAGS += \
  -isystem $(BEARSSL)/inc -Iguest/lib/freestanding
$(TLS_PARTS:%=$(B)/%.o): HOST_CFLAGS += -isystem $(BEARSSL)/inc
$(TLS_PARTS:%=$(B)/guest-obj/%.o) $(TLS_PARTS:%=$(B)/%.o): | \
  $(BEARSSL)/README.txt

BEARSSL_OBJS := $(BEARSSL_FILES:%=bearssl/%)
