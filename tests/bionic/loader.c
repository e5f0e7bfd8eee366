// Runs a library of ours on Android's own C library, without a device: maps libc, libm, libdl, liblog (of Android 6) and
// the library into one process, links them as Android's linker would, and calls its self-tests. Under qemu-user, or on
// an ARM Linux. Nothing of this computer's C library is in here.
//
// Use: loader FOLDER-OF-BIONIC LIBRARY COUNT     COUNT self-tests must be there, and each must answer 0
//      loader FOLDER-OF-BIONIC LIBRARY EXPORT    calls this one alone, for its instructions to be counted
//
// Refuses what an old phone would refuse, or what this cannot judge: a missing symbol, a library beyond the four, text
// relocations, packed relocations, a segment that is writable and executable.
#include "machine.h"

typedef struct {
    const char *path;
    word base;
    Segment *segments;
    word segment_count;
    Symbol *symbols;
    word symbol_count;
    const char *names;
    Relocation *relocations[2];
    word relocation_count[2];
    word *constructors;
    word constructor_count;
} Library;

static Library libraries[5];
static int library_count;
static int missing;

// ---- The least of a C library

void *memset(void *to, int byte, word size) {
    for (u8 *at = to; size--;) *at++ = (u8)byte;
    return to;
}

void *memcpy(void *to, const void *from, word size) {
    const u8 *source = from;
    for (u8 *at = to; size--;) *at++ = *source++;
    return to;
}

static word length(const char *text) {
    word count = 0;
    while (text[count]) count++;
    return count;
}

static int same(const char *a, const char *b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

static int starts(const char *text, const char *with) {
    while (*with && *text == *with) text++, with++;
    return !*with;
}

static void say(const char *text) {
    call(CALL_WRITE, 1, (word)text, length(text), 0, 0, 0);
}

static void say_number(long long number) {
    char digits[24], *at = digits + sizeof digits - 1;
    unsigned long long rest = number < 0 ? -(unsigned long long)number : (unsigned long long)number;
    *at = 0;
    do {
        // Division of 64 bits would need a library on 32-bit ARM.
        unsigned long long tenth = 0, left = rest;
        for (int bit = 60; bit >= 0; bit--)
            if (left >> bit >= 10) left -= 10ull << bit, tenth |= 1ull << bit;
        *--at = (char)('0' + left);
        rest = tenth;
    } while (rest);
    if (number < 0) *--at = '-';
    say(at);
}

static void stop(const char *why, const char *what) {
    say("loader: "), say(why), say(" "), say(what), say("\n");
    call(CALL_EXIT, 70, 0, 0, 0, 0, 0);
}

// ---- Mapping

static word page_up(word address) {
    return (address + 4095) & ~(word)4095;
}

static void read_at(long file, word offset, void *to, word size, const char *path) {
    call(CALL_LSEEK, file, (long)offset, 0, 0, 0, 0);
    for (word got = 0; got < size;) {
        long count = call(CALL_READ, file, (long)to + (long)got, (long)(size - got), 0, 0, 0);
        if (count <= 0) stop("too short:", path);
        got += (word)count;
    }
}

static word count_symbols(const unsigned *hash, int is_gnu) {
    if (!is_gnu) return hash[1];
    word buckets = hash[0], first = hash[1], bloom = hash[2] * (sizeof(word) / 4), last = 0;
    const unsigned *bucket = hash + 4 + bloom, *chain = bucket + buckets;
    for (word at = 0; at < buckets; at++)
        if (bucket[at] > last) last = bucket[at];
    if (last < first) return first;
    while (!(chain[last - first] & 1)) last++;
    return last + 1;
}

static void read_dynamic(Library *library, Dynamic *entry, int is_ours) {
    word needed[16], needs = 0, plt_size = 0;
    for (; entry->tag; entry++) {
        word value = entry->value, address = library->base + value;
        switch (entry->tag) {
        case DT_NEEDED: if (needs < 16) needed[needs++] = value; break;
        case DT_STRTAB: library->names = (const char *)address; break;
        case DT_SYMTAB: library->symbols = (Symbol *)address; break;
        case DT_HASH: library->symbol_count = count_symbols((unsigned *)address, 0); break;
        case DT_GNU_HASH: if (!library->symbol_count) library->symbol_count = count_symbols((unsigned *)address, 1); break;
        case DT_RELOCATIONS: library->relocations[0] = (Relocation *)address; break;
        case DT_RELOCATIONS_SIZE: library->relocation_count[0] = value / sizeof(Relocation); break;
        case DT_JMPREL: library->relocations[1] = (Relocation *)address; break;
        case DT_PLTRELSZ: plt_size = value; break;
        case DT_INIT_ARRAY: library->constructors = (word *)address; break;
        case DT_INIT_ARRAYSZ: library->constructor_count = value / sizeof(word); break;
        case DT_TEXTREL: stop("text relocations in", library->path); break;
        case DT_FLAGS: if (value & 4) stop("text relocations in", library->path); break;
        case DT_RELR: case DT_ANDROID_REL: case DT_ANDROID_RELA: stop("packed relocations in", library->path); break;
        }
    }
    library->relocation_count[1] = plt_size / sizeof(Relocation);
    for (word at = 0; at < needs && is_ours; at++) {
        const char *name = library->names + needed[at];
        if (!same(name, "libc.so") && !same(name, "libm.so") && !same(name, "libdl.so") && !same(name, "liblog.so"))
            stop("needs another library:", name);
    }
}

static void map(const char *folder, const char *name) {
    static char paths[5][512];
    Library *library = &libraries[library_count];
    char *path = paths[library_count++];
    word used = folder ? length(folder) : 0;
    if (used + length(name) + 2 > sizeof paths[0]) stop("too long:", name);
    if (folder) memcpy(path, folder, used), path[used++] = '/';
    memcpy(path + used, name, length(name) + 1);
    library->path = path;

    long file = call(CALL_OPENAT, -100, (long)path, 0, 0, 0, 0);
    if (file < 0) stop("cannot open", path);
    Header header;
    static Segment segments[5][16];
    Segment *segment = segments[library_count - 1];
    read_at(file, 0, &header, sizeof header, path);
    if (header.segment_count > 16) stop("too many segments in", path);
    read_at(file, header.segments, segment, sizeof(Segment) * header.segment_count, path);
    library->segments = segment;
    library->segment_count = header.segment_count;

    word end = 0;
    for (word at = 0; at < header.segment_count; at++) {
        if (segment[at].type != PT_LOAD) continue;
        if (!folder && (segment[at].flags & 3) == 3) stop("a segment to be written and executed in", path);
        if (segment[at].address + segment[at].size > end) end = segment[at].address + segment[at].size;
    }
    word room = 65536, memory = (word)call(CALL_MMAP, 0, (long)(page_up(end) + room), 3, 0x22, -1, 0);
    library->base = (memory + room - 1) & ~(room - 1);
    Dynamic *dynamic = 0;
    for (word at = 0; at < header.segment_count; at++) {
        void *to = (void *)(library->base + segment[at].address);
        if (segment[at].type == PT_LOAD) read_at(file, segment[at].offset, to, segment[at].in_file, path);
        if (segment[at].type == PT_DYNAMIC) dynamic = to;
    }
    call(CALL_CLOSE, file, 0, 0, 0, 0, 0);
    if (!dynamic) stop("no library:", path);
    read_dynamic(library, dynamic, !folder);
}

// ---- What Android's linker itself provides

static word find(const char *name);

static void *linker_dlopen(const char *name, int flags) { return (void)name, (void)flags, (void *)0; }
static const char *linker_dlerror(void) { return "no dlopen here"; }
static int linker_dlclose(void *handle) { return (void)handle, 0; }
static int linker_dladdr(void *address, void *info) { return (void)address, (void)info, 0; }
static void *linker_dlsym(void *handle, const char *name) { return (void)handle, (void *)find(name); }

static int linker_iterate(int (*visit)(LoadedLibrary *, word, void *), void *data) {
    int result = 0;
    for (int at = 0; at < library_count && !result; at++) {
        Library *library = &libraries[at];
        LoadedLibrary loaded = {library->base, library->path, library->segments, (u16)library->segment_count};
        result = visit(&loaded, sizeof loaded, data);
    }
    return result;
}

// 32-bit ARM: where the unwinding table of the library that holds `pc` is.
static word linker_exidx(word pc, int *count) {
    for (int at = 0; at < library_count; at++) {
        Library *library = &libraries[at];
        Segment *table = 0;
        int is_inside = 0;
        for (word number = 0; number < library->segment_count; number++) {
            Segment *segment = &library->segments[number];
            if (segment->type == PT_LOAD && pc - library->base - segment->address < segment->size) is_inside = 1;
            if (segment->type == PT_ARM_EXIDX) table = segment;
        }
        if (is_inside && table) return *count = (int)(table->size / 8), library->base + table->address;
    }
    return *count = 0, 0;
}

static const struct {
    const char *name;
    void *function;
} of_the_linker[] = {
    {"dlopen", linker_dlopen}, {"dlerror", linker_dlerror},           {"dlclose", linker_dlclose},
    {"dladdr", linker_dladdr}, {"dlsym", linker_dlsym},               {"dl_iterate_phdr", linker_iterate},
    {"dl_unwind_find_exidx", linker_exidx},
};

static word find(const char *name) {
    for (word at = 0; at < sizeof of_the_linker / sizeof *of_the_linker; at++)
        if (same(name, of_the_linker[at].name)) return (word)of_the_linker[at].function;
    for (int at = 0; at < library_count; at++) {
        Library *library = &libraries[at];
        for (word number = 1; number < library->symbol_count; number++) {
            Symbol *symbol = &library->symbols[number];
            if (symbol->section && symbol->info >> 4 && same(library->names + symbol->name, name))
                return library->base + symbol->value;
        }
    }
    return 0;
}

static void relocate(Library *library) {
    for (int table = 0; table < 2; table++) {
        for (word at = 0; at < library->relocation_count[table]; at++) {
            Relocation *relocation = &library->relocations[table][at];
            word *place = (word *)(library->base + relocation->offset), value = 0;
            word type = RELOCATION_TYPE(relocation), number = RELOCATION_SYMBOL(relocation);
            word addend = RELOCATION_ADDEND(relocation, type, place);
            if (type == R_NONE) continue;
            if (number) {
                Symbol *symbol = &library->symbols[number];
                const char *name = library->names + symbol->name;
                value = find(name);
                int is_weak = symbol->info >> 4 == 2;
                if (!value && !is_weak) say("missing: "), say(name), say(" in "), say(library->path), say("\n"), missing++;
            }
            if (type == R_RELATIVE) *place = library->base + addend;
            else if (type == R_GLOB_DAT || type == R_JUMP_SLOT || type == R_ABSOLUTE) *place = value + addend;
            else stop("unknown relocation in", library->path);
        }
    }
}

static void protect(Library *library) {
    for (word at = 0; at < library->segment_count; at++) {
        Segment *segment = &library->segments[at];
        word start = (library->base + segment->address) & ~(word)4095;
        word end = page_up(library->base + segment->address + segment->size);
        u32 flags = segment->flags;
        long access = (flags & 4 ? 1 : 0) | (flags & 2) | (flags & 1 ? 4 : 0);
        if (segment->type == PT_LOAD) call(CALL_MPROTECT, (long)start, (long)(end - start), access, 0, 0, 0);
    }
    for (word at = 0; at < library->segment_count; at++) {
        Segment *segment = &library->segments[at];
        word start = (library->base + segment->address) & ~(word)4095;
        word end = (library->base + segment->address + segment->size) & ~(word)4095;
        if (segment->type == PT_GNU_RELRO && end > start) call(CALL_MPROTECT, (long)start, (long)(end - start), 1, 0, 0, 0);
    }
}

// ---- The frame door, through a Java environment of a few functions

static u8 frame[320 * 256];
static void *java_functions[256], *machine_functions[8];
static void **java_environment = java_functions, **java_machine = machine_functions;

static long java_zero(void) { return 0; }
static long java_version(void) { return 0x10006; }
static long java_get_machine(void *environment, void ***machine) { return (void)environment, *machine = (void **)&java_machine, 0; }
static long java_get_environment(void *machine, void ***environment) { return (void)machine, *environment = (void **)&java_environment, 0; }
static long java_address(void) { return (long)frame; }
static long long java_capacity(void) { return sizeof frame; }
static long java_unknown(void) { return stop("a function of Java that is not here", ""), 0; }

static long long feed(long long ticket, int limit, int width, int height, int stride) {
    for (int at = 0; at < 256; at++) java_functions[at] = java_unknown;
    for (int at = 0; at < 8; at++) machine_functions[at] = java_unknown;
    java_functions[4] = java_version;
    java_functions[15] = java_functions[228] = java_zero; // ExceptionOccurred, ExceptionCheck
    java_functions[219] = java_get_machine;
    java_functions[230] = java_address;
    java_functions[231] = java_capacity;
    machine_functions[6] = java_get_environment;
    long long (*door)(void *, void *, long long, void *, int, int, int, int) =
        (void *)find("Java_app_aldis_engine_FrameDoor_feed__JLjava_nio_ByteBuffer_2IIII");
    if (!door) stop("the frame door is not", "exported");
    return door(&java_environment, (void *)16, ticket, (void *)32, limit, width, height, stride);
}

static int check(const char *name, int holds) {
    say(holds ? "ok    " : "FAIL  "), say(name), say("\n");
    return !holds;
}

static int try_the_door(void) {
    long long (*ticket)(void) = (void *)find("door_ticket"), (*close)(void) = (void *)find("door_close");
    long long (*fill)(u8 *, int) = (void *)find("door_frame");
    if (!ticket || !close || !fill) stop("no self-tests of the door in", libraries[4].path);
    long long number = ticket();
    enum { FOUND = 2, CLOSED = 5, UNFIT = 6 };
    int failed = check("door_a_frame_with_wide_rows_is_read",
                       fill(frame, 320) == 0 && (feed(number, sizeof frame, 256, 256, 320) & 0xff) == FOUND);
    failed += check("door_a_last_row_may_end_early", (feed(number, sizeof frame - 64, 256, 256, 320) & 0xff) == FOUND);
    failed += check("door_a_limit_beyond_the_buffer_is_refused", feed(number, sizeof frame + 1, 256, 256, 320) == UNFIT);
    failed += check("door_a_hostile_size_is_refused", feed(number, sizeof frame, 1 << 30, 1 << 30, -1) == UNFIT);
    failed += check("door_a_late_frame_finds_nobody", close() == 0 && feed(number, sizeof frame, 256, 256, 320) == CLOSED);
    return failed;
}

// ---- The run

static int run_selftests(word wanted) {
    Library *library = &libraries[4];
    long long failed = 0;
    word count = 0;
    for (word number = 1; number < library->symbol_count; number++) {
        Symbol *symbol = &library->symbols[number];
        const char *name = library->names + symbol->name;
        if (!symbol->section || !starts(name, "selftest_")) continue;
        long long result = ((long long (*)(void))(library->base + symbol->value))();
        count++;
        if (check(name, result == 0)) failed++, say("      line "), say_number(result), say("\n");
    }
    if (count != wanted) say("loader: self-tests found: "), say_number((long long)count), say("\n"), failed++;
    return failed != 0;
}

static word parse(const char *digits) {
    word value = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) value = value * 10 + (word)(*digits - '0');
    return value;
}

void start(word *stack) {
    word arguments = stack[0];
    char **argument = (char **)(stack + 1), **environment = argument + arguments + 1;
    if (arguments != 4) stop("use:", "loader FOLDER-OF-BIONIC LIBRARY COUNT");
    word *auxiliary = (word *)environment;
    while (*auxiliary++) {}

    static Thread thread;
    static word kernel_arguments[5];
    kernel_arguments[0] = arguments;
    kernel_arguments[1] = (word)argument;
    kernel_arguments[2] = (word)environment;
    kernel_arguments[3] = (word)auxiliary;
    enter_thread(&thread, kernel_arguments);

    map(argument[1], "libc.so"), map(argument[1], "libdl.so"), map(argument[1], "libm.so"), map(argument[1], "liblog.so");
    map(0, argument[2]);
    for (int at = 0; at < library_count; at++) relocate(&libraries[at]);
    if (missing) stop("symbols are missing:", "see above");
    for (int at = 0; at < library_count; at++) protect(&libraries[at]);
    for (int at = 0; at < library_count; at++) {
        Library *library = &libraries[at];
        for (word number = 0; number < library->constructor_count; number++) {
            word constructor = library->constructors[number];
            if (constructor && constructor != ~(word)0)
                ((void (*)(word, char **, char **))constructor)(arguments, argument, environment);
        }
    }
    int failed;
    if (argument[3][0] >= '0' && argument[3][0] <= '9') {
        failed = run_selftests(parse(argument[3])) + try_the_door();
    } else {
        long long (*one)(void) = (void *)find(argument[3]);
        if (!one) stop("there is no", argument[3]);
        failed = one() != 0;
    }
    ((void (*)(int))find("exit"))(failed != 0);
}
