/* SPDX-License-Identifier: GPL-2.0-or-later */
/* messages.c - which numbers there are, and their levels. */
#include "guest/log/log.h"

#define FIRST(level, ...) level
#define LEVEL(...) FIRST(__VA_ARGS__)
#define M(number) {number, LEVEL(LOG_##number)}

static const struct {
    uint32_t number;
    uint8_t level;
} messages[] = {
    M(101001), M(101002), M(101003), M(101004), M(101005), M(102001), M(103001),
    M(103002), M(103003), M(103004), M(103005), M(104001), M(104002), M(104003),
    M(104004), M(105001), M(105002), M(105003), M(105004), M(105005), M(105006),
    M(105007), M(105008), M(105009), M(105010), M(105011), M(105020), M(105031),
    M(105032), M(105034), M(105035), M(105036), M(105037), M(106001), M(106002),
    M(106006), M(106007), M(106010), M(106011), M(106012), M(106014), M(106015),
    M(106016), M(106017), M(106020), M(106021), M(106023), M(106100), M(106101),
    M(108002), M(110001), M(111001), M(111002), M(111003), M(111004), M(111005),
    M(111007), M(111008), M(111009), M(112001), M(199001), M(199002), M(199005),
    M(201002), M(201003), M(201008), M(202001), M(202005), M(209003), M(209004),
    M(209005), M(210001), M(210003), M(210005), M(210006), M(210007), M(210008),
    M(210020), M(210021), M(210022), M(211001),
    M(302001), M(302002), M(302005), M(302006), M(302010), M(302013), M(302014),
    M(302015), M(302016), M(303002), M(304001), M(304002), M(305001), M(305002),
    M(305003), M(305004), M(305005), M(305006), M(305009), M(305010), M(305011),
    M(305012), M(307001), M(307002), M(307003), M(308001), M(313001), M(401002),
    M(401003), M(401004), M(405001), M(406002), M(407001), M(410001), M(411001),
    M(411002), M(500003), M(500004), M(502101), M(502102), M(502103), M(604101),
    M(604102), M(604103), M(604104), M(605004), M(605005), M(609001), M(609002),
    M(611101), M(611102), M(611103), M(709001), M(709002), M(709003), M(709004),
    M(709005), M(709006), M(709007), M(710001), M(710002), M(710003), M(710005),
};

uint8_t log_level_of(uint32_t number)
{
    for (unsigned i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        if (messages[i].number == number)
            return messages[i].level;
    }
    return LOG_NEVER;
}

uint32_t log_number(unsigned index)
{
    return index < sizeof messages / sizeof messages[0]
               ? messages[index].number : 0;
}

const char *log_level_name(unsigned level)
{
    static const char *const names[LOG_LEVELS] = {
        "emergencies", "alerts", "critical", "errors",
        "warnings", "notifications", "informational", "debugging"};

    return level < LOG_LEVELS ? names[level] : NULL;
}
