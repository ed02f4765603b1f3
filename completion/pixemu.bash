# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion of pixemu, pixflash and pixkey: what --help lists.

_pixemu_options()
{
    "$@" --help 2>/dev/null | grep -oE '^ +(-., )?--[a-z0-9-]+=?' |
        grep -oE -- '--[a-z0-9-]+=?'
}

_pixemu_words()
{
    case $1 in
    --model | -M) "$2" --model=list 2>/dev/null |
        grep -oE '^ *[0-9]{3}e?' ;;
    --cpu) echo 486 pentium pentium2 pentium3 ;;
    --console | -c) echo stdio pty unix: tcp: telnet: serial: none help ;;
    --control | -C) echo unix: ;;
    --clock) echo real warp hold ;;
    --timing) echo fast authentic ;;
    --trace | -t) "$2" --trace=help 2>/dev/null |
        sed -n 's/^  \([a-z]*\) .*/\1/p'; echo all help ;;
    --rtc) echo utc localtime ;;
    --license | -l) echo UR R FO ;;
    --flash-card) echo at29 strata ;;
    esac
}

_pixemu()
{
    local program=$1 word=${COMP_WORDS[COMP_CWORD]}
    local before=${COMP_WORDS[COMP_CWORD - 1]} words
    local -a command=("$program")

    # Bash breaks words at an equals sign.
    if [[ $before == = ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    elif [[ $word == = ]]; then
        word=
    elif [[ $program != *pixemu ]]; then
        if ((COMP_CWORD == 1)) && [[ $word != -* ]]; then
            words=$("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
            COMPREPLY=($(compgen -W "$words" -- "$word"))
            return
        fi
        command+=("${COMP_WORDS[1]}")
    fi
    if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W "$(_pixemu_options "${command[@]}")" -- "$word"))
        [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
        return
    fi
    words=$(_pixemu_words "$before" "$program")
    if [[ $words ]]; then
        COMPREPLY=($(compgen -W "$words" -- "$word"))
        [[ ${COMPREPLY[0]} == *: ]] && compopt -o nospace
        return
    fi
    COMPREPLY=($(compgen -f -- "$word"))
}

complete -o filenames -F _pixemu pixemu pixflash pixkey
