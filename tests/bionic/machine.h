// The two ABIs: system calls, ELF, and what bionic of Android 6 (API 23) expects of a thread.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long word;

enum { PT_LOAD = 1, PT_DYNAMIC = 2, PT_GNU_RELRO = 0x6474e552, PT_ARM_EXIDX = 0x70000001 };
enum {
    DT_NEEDED = 1, DT_PLTRELSZ = 2, DT_HASH = 4, DT_STRTAB = 5, DT_SYMTAB = 6, DT_TEXTREL = 22, DT_JMPREL = 23,
    DT_INIT_ARRAY = 25, DT_INIT_ARRAYSZ = 27, DT_FLAGS = 30, DT_RELR = 36, DT_ANDROID_REL = 0x6000000f,
    DT_ANDROID_RELA = 0x60000011, DT_GNU_HASH = 0x6ffffef5, R_NONE = 0,
};

typedef struct { word tag, value; } Dynamic;

#if __LP64__
typedef struct { u8 id[16]; u16 type, machine; u32 version; word entry, segments, sections; u32 flags; u16 size, segment_size, segment_count, section_size, section_count, names; } Header;
typedef struct { u32 type, flags; word offset, address, physical, in_file, size, align; } Segment;
typedef struct { u32 name; u8 info, other; u16 section; word value, size; } Symbol;
typedef struct { word offset, info; long addend; } Relocation;
#define RELOCATION_SYMBOL(r) ((r)->info >> 32)
#define RELOCATION_TYPE(r) ((r)->info & 0xffffffff)
#define RELOCATION_ADDEND(r, type, place) ((word)(r)->addend)
enum { R_ABSOLUTE = 257, R_GLOB_DAT = 1025, R_JUMP_SLOT = 1026, R_RELATIVE = 1027, DT_RELOCATIONS = 7, DT_RELOCATIONS_SIZE = 8 };
enum { CALL_OPENAT = 56, CALL_CLOSE = 57, CALL_LSEEK = 62, CALL_READ = 63, CALL_WRITE = 64, CALL_EXIT = 94, CALL_GETTID = 178, CALL_MMAP = 222, CALL_MPROTECT = 226 };

static long call(long number, long a, long b, long c, long d, long e, long f) {
    register long x8 __asm__("x8") = number, x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
    register long x3 __asm__("x3") = d, x4 __asm__("x4") = e, x5 __asm__("x5") = f;
    __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
    return x0;
}

static void set_thread_pointer(void *to) {
    __asm__ volatile("msr tpidr_el0, %0" ::"r"(to));
}

__asm__(".globl _start\n_start: mov x29, #0\n mov x30, #0\n mov x0, sp\n bl start\n");
#else
typedef struct { u8 id[16]; u16 type, machine; u32 version, entry, segments, sections, flags; u16 size, segment_size, segment_count, section_size, section_count, names; } Header;
typedef struct { u32 type, offset, address, physical, in_file, size, flags, align; } Segment;
typedef struct { u32 name, value, size; u8 info, other; u16 section; } Symbol;
typedef struct { u32 offset, info; } Relocation;
#define RELOCATION_SYMBOL(r) ((r)->info >> 8)
#define RELOCATION_TYPE(r) ((r)->info & 0xff)
#define RELOCATION_ADDEND(r, type, place) ((type) == R_ABSOLUTE || (type) == R_RELATIVE ? *(place) : 0)
enum { R_ABSOLUTE = 2, R_GLOB_DAT = 21, R_JUMP_SLOT = 22, R_RELATIVE = 23, DT_RELOCATIONS = 17, DT_RELOCATIONS_SIZE = 18 };
enum { CALL_OPENAT = 322, CALL_CLOSE = 6, CALL_LSEEK = 19, CALL_READ = 3, CALL_WRITE = 4, CALL_EXIT = 248, CALL_GETTID = 224, CALL_MMAP = 192, CALL_MPROTECT = 125 };

static long call(long number, long a, long b, long c, long d, long e, long f) {
    register long r7 __asm__("r7") = number, r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c;
    register long r3 __asm__("r3") = d, r4 __asm__("r4") = e, r5 __asm__("r5") = f;
    __asm__ volatile("svc 0" : "+r"(r0) : "r"(r7), "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5) : "memory");
    return r0;
}

static void set_thread_pointer(void *to) {
    call(0xf0005, (long)to, 0, 0, 0, 0, 0); // __ARM_NR_set_tls
}

__asm__(".globl _start\n.type _start, %function\n_start: mov r0, sp\n bic sp, sp, #15\n bl start\n");
#endif

// What dl_iterate_phdr hands out.
typedef struct { word base; const char *path; Segment *segments; u16 segment_count; } LoadedLibrary;

// pthread_internal_t, of which bionic's start-up reads the thread's number (after next and prev), and its slots: itself,
// the thread, errno, and, until the first constructor has run, what the kernel passed.
typedef struct { word slots[64]; word internal[1024]; } __attribute__((aligned(64))) Thread;

static void enter_thread(Thread *thread, word *kernel_arguments) {
    u32 *numbers = (u32 *)(thread->internal + 2);
    numbers[0] = numbers[1] = (u32)call(CALL_GETTID, 0, 0, 0, 0, 0, 0);
    thread->slots[0] = (word)thread->slots;
    thread->slots[1] = (word)thread->internal;
    thread->slots[3] = (word)kernel_arguments;
    set_thread_pointer(thread->slots);
}
