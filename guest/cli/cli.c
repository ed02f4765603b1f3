/* SPDX-License-Identifier: GPL-2.0-or-later */
/* cli.c - a session: keys in, lines obeyed, answers out. */
#include "guest/cli/cli.h"

#include "guest/cli/form.h"
#include "guest/cli/record.h"
#include "guest/cli/strings.h"
#include "guest/lib/format.h"
#include "guest/lib/string.h"

/* --- characters -------------------------------------------------------- */

static void put(void *far, char c)
{
    struct cli *cli = far;

    cli->io.put(cli->io.far, c);
}

/* Terminals end a line with CR, pipes with LF, telnet with CR LF or CR NUL:
 * here all of them are one CR. */
static int get(void *far)
{
    struct cli *cli = far;

    if (cli->scripted)
        return -1;
    for (;;) {
        int key = cli->io.get(cli->io.far);
        bool after_cr = cli->after_cr;

        if (key < 0) {
            cli->leaving = true;
            return -1;
        }
        cli->after_cr = key == '\r';
        if (key == '\0' || (key == '\n' && after_cr))
            continue;
        return key == '\n' ? '\r' : key;
    }
}

static void put_paged(void *far, char c)
{
    struct cli *cli = far;

    pager_put(&cli->pager, c);
}

static void flush(struct cli *cli)
{
    for (unsigned i = 0; i < cli->text_n; i++)
        filter_put(&cli->filter, cli->text[i]);
    cli->text_n = 0;
}

static void put_text(void *far, char c)
{
    struct cli *cli = far;

    if (cli->text_n == CLI_TEXT)
        flush(cli);
    cli->text[cli->text_n++] = c;
}

bool cli_stopped(const struct cli *cli)
{
    return cli->pager.stopped;
}

void cli_printf(struct cli *cli, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    format_to(put_text, cli, fmt, ap);
    va_end(ap);
    flush(cli);
}

void cli_put(struct cli *cli, char c)
{
    put_text(cli, c);
    if (c == '\n')
        flush(cli);
}

/* --- questions --------------------------------------------------------- */

/* EDITOR_LEAVE also when the far end is gone. */
static enum editor_event read_line(struct cli *cli, const char *prompt,
                                   bool secret, bool forget)
{
    enum editor_event event;

    editor_begin(&cli->editor, prompt, secret);
    cli->editor.forget = forget;
    do {
        int key = get(cli);

        if (key < 0)
            return EDITOR_LEAVE;
        event = editor_key(&cli->editor, (uint8_t)key);
    } while (event == EDITOR_MORE);
    return event;
}

bool cli_ask_secret(struct cli *cli, const char *prompt, char *to, size_t n)
{
    enum editor_event event = read_line(cli, prompt, true, true);

    if (event == EDITOR_LINE)
        format(to, n, "%s", cli->editor.line);
    memset(cli->editor.line, 0, sizeof cli->editor.line);
    cli->editor.length = cli->editor.cursor = 0;
    return event == EDITOR_LINE;
}

bool cli_ask(struct cli *cli, const char *prompt, char *to, size_t n)
{
    if (read_line(cli, prompt, false, true) != EDITOR_LINE)
        return false;
    format(to, n, "%s", cli->editor.line);
    return true;
}

bool cli_interrupted(struct cli *cli)
{
    return cli->leaving ||
           (!cli->scripted && cli->io.interrupted &&
            cli->io.interrupted(cli->io.far));
}

bool cli_confirm(struct cli *cli, const char *question)
{
    int key;

    cli_printf(cli, "%s", question);
    key = get(cli);
    cli_printf(cli, "\n");
    return key == '\r' || key == 'y' || key == 'Y';
}

/* --- lines ------------------------------------------------------------- */

/* Somebody may have changed them, here or in another session. */
static void use_settings(struct cli *cli)
{
    const struct cli_settings *s = cli->unit->settings;

    cli->pager.lines = s->lines;
    cli->pager.width = cli->editor.width = s->width;
}

void cli_begin(struct cli *cli, struct cli_unit *unit, const struct cli_io *io)
{
    memset(cli, 0, sizeof *cli);
    cli->unit = unit;
    cli->io = *io;
    cli->mode = CLI_USER;
    cli->level = CLI_LEVEL_USER;
    format(cli->from, sizeof cli->from, "console");
    editor_init(&cli->editor, unit->settings->width, put, cli);
    cli->filter.put = put_paged;
    cli->filter.far = cli;
    cli->pager = (struct pager){.put = put, .ask = get, .far = cli};
    use_settings(cli);
}

void cli_set_level(struct cli *cli, unsigned level)
{
    cli->level = level;
    cli->mode = level > CLI_LEVEL_USER ? CLI_ENABLE : CLI_USER;
    cli->submode = NULL;
}

const char *cli_who(const struct cli *cli, char to[CLI_WHO])
{
    if (cli->user[0])
        format(to, CLI_WHO, "%s", cli->user);
    else
        format(to, CLI_WHO, "enable_%u", cli->level);
    return to;
}

struct command_scope cli_scope(const struct cli *cli)
{
    return (struct command_scope){
        .tables = cli->unit->tables,
        .mode = (uint8_t)(cli->mode | (cli->submode ? CLI_GROUP : 0)),
        .release = cli->unit->release,
    };
}

bool cli_abbreviates(const char *typed, const char *word)
{
    size_t n = strlen(typed);

    return n && strncasecmp(typed, word, n) == 0;
}

/* The editor makes blanks of tabs; texts that somebody wrote have them. */
static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes a line apart at its blanks; -1: more words than anything takes. */
static int split(char *line, char **argv)
{
    int argc = 0;

    for (;;) {
        while (is_blank(*line))
            line++;
        if (*line == '\0')
            return argc;
        if (argc == CLI_ARGS_MAX)
            return -1;
        argv[argc++] = line;
        while (*line && !is_blank(*line))
            line++;
        if (*line)
            *line++ = '\0';
    }
}

/* `titled`: the word before them stands there already. */
static void print_forms(struct cli *cli, const char *words, unsigned length,
                        bool titled)
{
    struct command_scope scope = cli_scope(cli);
    const struct command *row = NULL;
    struct form form;

    while ((row = command_next(&scope, words, length, row))) {
        if (!row->run)
            continue;
        form_begin(&form, cli, titled);
        form_words(&form, row->words);
        form_words(&form, row->args);
        form_end(&form);
        titled = true;
    }
}

void cli_usage(struct cli *cli, const char *words, unsigned length)
{
    print_forms(cli, words, length, false);
}

void cli_forms(struct cli *cli, const char *words, unsigned length)
{
    print_forms(cli, words, length, true);
}

/* "words ?", or "word?" as some people type it. */
static bool asks_for_help(int argc, char **argv)
{
    char *last = argv[argc - 1];
    size_t n = strlen(last);

    return last[n - 1] == '?' && (n == 1 || argc == 1);
}

static void help_on(struct cli *cli, int argc, char **argv)
{
    struct command_scope scope = cli_scope(cli);
    struct command_match match;

    argv[argc - 1][strlen(argv[argc - 1]) - 1] = '\0';
    if (argv[argc - 1][0] == '\0')
        argc--;
    if (argc == 0) {
        char help[] = "help";

        cli_execute(cli, help);
    } else if (command_find(&scope, argc, argv, &match) == COMMAND_FOUND) {
        cli_usage(cli, match.words, match.length);
    } else {
        cli_printf(cli, "%s\n", STR_NO_SUCH_COMMAND);
    }
}

/* Answers of these may be filtered: "show ..." and "write terminal". */
static bool may_filter(const struct cli *cli, const struct command *row)
{
    return cli->unit->release >= RELEASE(6, 0, 0) &&
           (strncmp(row->words, "show ", 5) == 0 ||
            strcmp(row->words, "write terminal") == 0);
}

/* Takes "| include TEXT" off the end of the arguments; false: there is a bar
 * with nothing sensible behind it. */
static bool take_filter(struct cli *cli, const struct command *row, int *argc,
                        char **argv)
{
    for (int i = 0; i < *argc; i++) {
        int n = *argc - i;
        char **words = argv + i;

        if (words[0][0] != '|' || !may_filter(cli, row))
            continue;
        *argc = i;
        if (*++words[0] == '\0') {
            words++;
            n--;
        }
        return filter_parse(&cli->filter, n, words);
    }
    return true;
}

static void run(struct cli *cli, const struct command *row, int argc,
                char **argv)
{
    enum cli_mode before = cli->mode;
    char text[RECORD_TEXT];

    record_text(row, argc, argv, text);
    cli->row = row;
    /* Whatever else is configured ends a mode of its own. */
    if (row->modes == CLI_CONFIG)
        cli->submode = NULL;
    row->run(cli, argc, argv);
    record_obeyed(cli, before, text);
}

static void obey(struct cli *cli, int argc, char **argv)
{
    struct command_scope scope = cli_scope(cli);
    struct command_match match;
    const struct command *row;

    if (command_find(&scope, argc, argv, &match) != COMMAND_FOUND) {
        cli_printf(cli, "%s\n", STR_NO_SUCH_COMMAND);
        return;
    }
    row = match.row;
    argc -= match.used;
    argv += match.used;
    if (row && row->run && !take_filter(cli, row, &argc, argv)) {
        cli_printf(cli, "%s\n", STR_FILTER_USAGE);
        return;
    }
    if (!row || !row->run) {
        if (argc)
            cli_printf(cli, "%s\n", STR_NO_SUCH_COMMAND);
        else
            cli_usage(cli, match.words, match.length);
    } else if (cli->unit->allow && !cli->unit->allow(cli, row)) {
        cli_printf(cli, "%s\n", STR_NOT_AUTHORIZED);
    } else if (argc < row->min_args) {
        cli_printf(cli, "%s\n", STR_NOT_ENOUGH);
        cli_usage(cli, match.words, match.length);
    } else if (argc > row->max_args) {
        cli_usage(cli, match.words, match.length);
    } else {
        run(cli, row, argc, argv);
    }
}

void cli_line(struct cli *cli, char *line)
{
    pager_begin(&cli->pager);
    cli_execute(cli, line);
    flush(cli);
    filter_end(&cli->filter);
}

void cli_execute(struct cli *cli, char *line)
{
    char *argv[CLI_ARGS_MAX];
    int argc;

    if (line[0] == ':')
        return; /* a comment */
    argc = split(line, argv);
    if (argc < 0)
        cli_printf(cli, "%s\n", STR_NO_SUCH_COMMAND);
    else if (argc > 0 && asks_for_help(argc, argv))
        help_on(cli, argc, argv);
    else if (argc > 0)
        obey(cli, argc, argv);
}

static const char *mode_mark(const struct cli *cli)
{
    if (cli->submode)
        return cli->submode;
    switch (cli->mode) {
    case CLI_CONFIG:
        return "(config)# ";
    case CLI_ENABLE:
        return "# ";
    default:
        return "> ";
    }
}

void cli_session(struct cli *cli)
{
    char prompt[EDITOR_PROMPT_MAX + 1];
    char line[EDITOR_LINE_MAX + 1], typed[EDITOR_LINE_MAX + 1];

    while (!cli->leaving) {
        use_settings(cli);
        format(prompt, sizeof prompt, "%s%s", cli->unit->settings->hostname,
               mode_mark(cli));
        switch (read_line(cli, prompt, false, false)) {
        case EDITOR_LINE:
            /* A copy: the command may ask for further lines. */
            memcpy(line, cli->editor.line, cli->editor.length + 1);
            memcpy(typed, line, cli->editor.length + 1);
            cli_line(cli, line);
            if (cli->unit->typed)
                cli->unit->typed(cli, typed);
            break;
        case EDITOR_LEAVE:
            if (cli->mode == CLI_CONFIG && !cli->leaving)
                cli->mode = CLI_ENABLE;
            cli->submode = NULL;
            break;
        case EDITOR_CANCEL:
        case EDITOR_MORE:
            break;
        }
    }
}
