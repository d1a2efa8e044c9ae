/* Faults by system call, for the tests: loaded before libc (LD_PRELOAD), it counts the calls of a class that touch what lies
 * below a folder, and makes the one that it is told fail, stop short, or be the last that the process does.
 *
 * The tests tell it through two functions: faults_arm begins to count, faults_disarm ends and gives the counts. With a log every
 * change of files and folders is written down too, so that a disk can be made as it is after the power went at any moment.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#ifndef RENAME_EXCHANGE
#define RENAME_EXCHANGE (1 << 1) /* linux/fs.h */
#endif

/* The order is that of CLASSES in calls.py. */
enum class { OPEN, READ, WRITE, SYNC, NAME, TRUNCATE, MAP, ALLOCATE, LOCK, STAT, MODE, UNLINK, CLOSE, LIST, CLASSES };
enum { FAIL, FAIL_FROM_HERE, SHORT, KILL_BEFORE, KILL_AFTER, ALL_GONE };

static char folder[PATH_MAX];
static size_t folder_length;
static int armed, stick, gone, class_told = -1, how_told, error_told, log_file = -1;
static long place_told, counts[CLASSES];

void faults_arm(const char *below, int class, long place, int how, int error, const char *log)
{
    snprintf(folder, sizeof folder, "%s", below);
    folder_length = strlen(folder);
    memset(counts, 0, sizeof counts);
    gone = 0, class_told = class, place_told = place, how_told = how, error_told = error;
    log_file = log ? syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    armed = 1;
}

/* From here on the disk knows no hard links and no files without a name, as a stick. */
void faults_as_on_a_stick(void) { stick = 1; }

void faults_disarm(long *counted)
{
    armed = 0;
    memcpy(counted, counts, sizeof counts);
}

/* Something that the log must have in its place, as that an act was acknowledged. */
static void logged(const char *bytes, size_t length, const char *format, ...)
{
    char line[2 * PATH_MAX + 100];
    va_list words;
    if (log_file < 0)
        return;
    va_start(words, format);
    int size = vsnprintf(line, sizeof line, format, words);
    va_end(words);
    syscall(SYS_write, log_file, line, size);
    if (length)
        syscall(SYS_write, log_file, bytes, length);
}

void faults_note(const char *word) { logged(NULL, 0, "note\t%s\n", word); }

static int below(const char *path)
{
    return !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
}

/* The whole path of a name that is given against a folder, or through one that is open (/proc/self/fd/7/name); not made plain
 * otherwise, which no caller here needs. */
static const char *whole(int at, const char *name, char *into)
{
    char link[64], base[PATH_MAX];
    int through, length = 0;
    if (sscanf(name, "/proc/self/fd/%d%n", &through, &length) == 1 && name[length] == '/')
        at = through, name += length + 1;
    else if (name[0] == '/')
        return name;
    snprintf(link, sizeof link, at == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", at);
    ssize_t size = syscall(SYS_readlink, link, base, sizeof base - 1);
    base[size < 0 ? 0 : size] = 0;
    snprintf(into, PATH_MAX, "%.2000s/%.2000s", base, name);
    return into;
}

static int below_by_descriptor(int descriptor)
{
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t size = syscall(SYS_readlink, link, path, sizeof path - 1);
    if (size < 0)
        return 0;
    path[size] = 0;
    return below(path);
}

static unsigned long inode_at(int descriptor)
{
    struct stat status;
    return syscall(SYS_fstat, descriptor, &status) ? 0 : status.st_ino;
}

static unsigned long inode_of(const char *path)
{
    struct stat status;
    return syscall(SYS_newfstatat, AT_FDCWD, path, &status, AT_SYMLINK_NOFOLLOW) ? 0 : status.st_ino;
}

static void die(void)
{
    syscall(SYS_kill, (pid_t) syscall(SYS_getpid), SIGKILL);
    for (;;)
        pause();
}

/* What is to become of a call: -1 fails with errno set, 1 stops short, 2 dies once done, 0 goes on. */
static int fate(enum class class)
{
    long place = ++counts[class];
    if (gone || (how_told == ALL_GONE && (int) class == class_told && place == place_told)) {
        gone = 1; /* its disk was pulled out: no call of any class is answered from here on */
        errno = error_told;
        return -1;
    }
    if ((int) class != class_told || place < place_told || (place > place_told && how_told != FAIL_FROM_HERE))
        return 0;
    switch (how_told) {
    case FAIL: case FAIL_FROM_HERE: errno = error_told; return -1;
    case SHORT: return 1;
    case KILL_BEFORE: die(); return 0;
    default: return 2;
    }
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name)) dlsym(RTLD_NEXT, #name)

/* A call that touches the folder if `touches` says so, and gives `call`; what it did is logged by `log`. */
#define CALL(class, touches, failed, call, log) do { \
    if (!armed || !(touches)) \
        return call; \
    int told = fate(class); \
    if (told < 0) \
        return failed; \
    __typeof__(call) answer = call; \
    int error = errno; \
    log; \
    if (told == 2) \
        die(); \
    errno = error; \
    return answer; \
} while (0)
#define NO_LOG (void) 0

/* Opening */

static int opened(int at, const char *name, int flags, mode_t mode, int (*real)(int, const char *, int, ...))
{
    char into[PATH_MAX];
    const char *path = armed ? whole(at, name, into) : name;
    unsigned long before = armed && log_file >= 0 ? inode_of(path) : 0;
    int without_a_name = (flags & O_TMPFILE) == O_TMPFILE;
    if (armed && stick && without_a_name && below(path)) {
        errno = EOPNOTSUPP;
        return -1;
    }
    CALL(OPEN, below(path), -1, real(at, name, flags, mode), {
        if (answer >= 0 && (without_a_name || ((flags & O_CREAT) && !before)))
            logged(NULL, 0, "file\t%lu\n", inode_at(answer));
        if (answer >= 0 && (flags & O_CREAT) && !before)
            logged(NULL, 0, "name\t%lu\t%s\n", inode_at(answer), path);
        if (answer >= 0 && (flags & O_TRUNC))
            logged(NULL, 0, "size\t%lu\t0\n", inode_at(answer));
    });
}

#define OPENING(called) int called(const char *name, int flags, ...) { \
    va_list words; va_start(words, flags); mode_t mode = va_arg(words, mode_t); va_end(words); \
    REAL(openat64); return opened(AT_FDCWD, name, flags, mode, real); }
#define OPENING_AT(called) int called(int at, const char *name, int flags, ...) { \
    va_list words; va_start(words, flags); mode_t mode = va_arg(words, mode_t); va_end(words); \
    static __typeof__(&openat64) real; if (!real) real = (__typeof__(&openat64)) dlsym(RTLD_NEXT, "openat64"); \
    return opened(at, name, flags, mode, real); }
OPENING(open) OPENING(open64) OPENING_AT(openat) OPENING_AT(openat64)

/* Reading */

ssize_t read(int descriptor, void *into, size_t size)
{ REAL(read); CALL(READ, below_by_descriptor(descriptor), -1, real(descriptor, into, size), NO_LOG); }
ssize_t pread(int descriptor, void *into, size_t size, off_t from)
{ REAL(pread); CALL(READ, below_by_descriptor(descriptor), -1, real(descriptor, into, size, from), NO_LOG); }
ssize_t pread64(int descriptor, void *into, size_t size, off64_t from)
{ REAL(pread64); CALL(READ, below_by_descriptor(descriptor), -1, real(descriptor, into, size, from), NO_LOG); }

/* Listing */

DIR *opendir(const char *name)
{ char path[PATH_MAX]; REAL(opendir); CALL(LIST, below(whole(AT_FDCWD, name, path)), NULL, real(name), NO_LOG); }
DIR *fdopendir(int descriptor)
{ REAL(fdopendir); CALL(LIST, below_by_descriptor(descriptor), NULL, real(descriptor), NO_LOG); }
struct dirent *readdir(DIR *listed)
{ REAL(readdir); CALL(LIST, below_by_descriptor(dirfd(listed)), NULL, real(listed), NO_LOG); }
struct dirent64 *readdir64(DIR *listed)
{ REAL(readdir64); CALL(LIST, below_by_descriptor(dirfd(listed)), NULL, real(listed), NO_LOG); }

/* Closing: what could not be written may be told only here, and the descriptor is gone all the same. */

int close(int descriptor)
{
    REAL(close);
    int told = armed && below_by_descriptor(descriptor) ? fate(CLOSE) : 0, error = errno;
    int answer = real(descriptor);
    if (told == 2)
        die();
    if (told >= 0)
        return answer;
    errno = error;
    return -1;
}

/* Writing */

static void wrote(int descriptor, const void *from, ssize_t size, off64_t to)
{
    if (size > 0 && log_file >= 0)
        logged(from, size, "data\t%lu\t%lld\t%zd\n", inode_at(descriptor),
               (long long) (to < 0 ? syscall(SYS_lseek, descriptor, 0, SEEK_CUR) - size : to), size);
}

#define WRITING(touches, full, half, from, to) do { \
    if (!armed || !(touches)) return full; \
    int told = fate(WRITE); \
    if (told < 0) return -1; \
    ssize_t answer = told == 1 && size > 1 ? half : full; \
    int error = errno; \
    wrote(descriptor, from, answer, to); \
    if (told == 2) die(); \
    errno = error; \
    return answer; \
} while (0)
ssize_t write(int descriptor, const void *from, size_t size)
{ if (armed && descriptor == STDOUT_FILENO) faults_note("told");
  REAL(write); WRITING(below_by_descriptor(descriptor), real(descriptor, from, size), real(descriptor, from, size / 2), from, -1); }
ssize_t pwrite(int descriptor, const void *from, size_t size, off_t to)
{ REAL(pwrite);
  WRITING(below_by_descriptor(descriptor), real(descriptor, from, size, to), real(descriptor, from, size / 2, to), from, to); }
ssize_t pwrite64(int descriptor, const void *from, size_t size, off64_t to)
{ REAL(pwrite64);
  WRITING(below_by_descriptor(descriptor), real(descriptor, from, size, to), real(descriptor, from, size / 2, to), from, to); }
ssize_t writev(int descriptor, const struct iovec *parts, int number)
{ REAL(writev); CALL(WRITE, below_by_descriptor(descriptor), -1, real(descriptor, parts, number), NO_LOG); }

/* Onto the disk */

int fsync(int descriptor)
{ REAL(fsync); CALL(SYNC, below_by_descriptor(descriptor), -1, real(descriptor),
                    if (!answer) logged(NULL, 0, "sync\t%lu\n", inode_at(descriptor))); }
int fdatasync(int descriptor)
{ REAL(fdatasync); CALL(SYNC, below_by_descriptor(descriptor), -1, real(descriptor),
                        if (!answer) logged(NULL, 0, "sync\t%lu\n", inode_at(descriptor))); }

/* Names */

static int renamed(int old_at, const char *old, int new_at, const char *new, unsigned int flags)
{
    char one[PATH_MAX], two[PATH_MAX];
    const char *from = armed ? whole(old_at, old, one) : old, *to = armed ? whole(new_at, new, two) : new;
    CALL(NAME, below(to), -1, (int) syscall(SYS_renameat2, old_at, old, new_at, new, flags),
         if (!answer) logged(NULL, 0, "%s\t%s\t%s\n", flags & RENAME_EXCHANGE ? "swap" : "move", from, to));
}
int rename(const char *old, const char *new) { return renamed(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int old_at, const char *old, int new_at, const char *new) { return renamed(old_at, old, new_at, new, 0); }
int renameat2(int old_at, const char *old, int new_at, const char *new, unsigned int flags)
{ return renamed(old_at, old, new_at, new, flags); }

static int linked(int old_at, const char *old, int new_at, const char *new, int flags)
{
    char into[PATH_MAX];
    const char *to = armed ? whole(new_at, new, into) : new;
    if (armed && stick && below(to)) {
        errno = EPERM;
        return -1;
    }
    CALL(NAME, below(to), -1, (int) syscall(SYS_linkat, old_at, old, new_at, new, flags),
         if (!answer) logged(NULL, 0, "name\t%lu\t%s\n", inode_of(to), to));
}
int link(const char *old, const char *new) { return linked(AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int old_at, const char *old, int new_at, const char *new, int flags)
{ return linked(old_at, old, new_at, new, flags); }

static int unlinked(int at, const char *name, int flags)
{
    char into[PATH_MAX];
    const char *path = armed ? whole(at, name, into) : name;
    CALL(UNLINK, below(path), -1, (int) syscall(SYS_unlinkat, at, name, flags), if (!answer) logged(NULL, 0, "gone\t%s\n", path));
}
int unlink(const char *name) { return unlinked(AT_FDCWD, name, 0); }
int unlinkat(int at, const char *name, int flags) { return unlinked(at, name, flags); }

int mkdirat(int at, const char *name, mode_t mode)
{
    char into[PATH_MAX];
    REAL(mkdirat);
    const char *path = armed ? whole(at, name, into) : name;
    CALL(NAME, below(path), -1, real(at, name, mode), {
        if (!answer) {
            logged(NULL, 0, "folder\t%lu\n", inode_of(path));
            logged(NULL, 0, "name\t%lu\t%s\n", inode_of(path), path);
        }
    });
}
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }

/* Sizes */

static int cut(int descriptor, off64_t size)
{
    CALL(TRUNCATE, below_by_descriptor(descriptor), -1, (int) syscall(SYS_ftruncate, descriptor, size),
         if (!answer) logged(NULL, 0, "size\t%lu\t%lld\n", inode_at(descriptor), (long long) size));
}
int ftruncate(int descriptor, off_t size) { return cut(descriptor, size); }
int ftruncate64(int descriptor, off64_t size) { return cut(descriptor, size); }

/* These give the error itself, and leave errno alone. */
static int allocated(int descriptor, off64_t from, off64_t size)
{
    CALL(ALLOCATE, below_by_descriptor(descriptor), error_told,
         syscall(SYS_fallocate, descriptor, 0, from, size) ? errno : 0,
         if (!answer) logged(NULL, 0, "room\t%lu\t%lld\n", inode_at(descriptor), (long long) (from + size)));
}
int posix_fallocate(int descriptor, off_t from, off_t size) { return allocated(descriptor, from, size); }
int posix_fallocate64(int descriptor, off64_t from, off64_t size) { return allocated(descriptor, from, size); }

static void *mapped(void *where, size_t size, int may, int flags, int descriptor, off64_t from)
{
    CALL(MAP, !(flags & MAP_ANONYMOUS) && below_by_descriptor(descriptor), MAP_FAILED,
         (void *) syscall(SYS_mmap, where, size, may, flags, descriptor, from), NO_LOG);
}
void *mmap(void *where, size_t size, int may, int flags, int descriptor, off_t from)
{ return mapped(where, size, may, flags, descriptor, from); }
void *mmap64(void *where, size_t size, int may, int flags, int descriptor, off64_t from)
{ return mapped(where, size, may, flags, descriptor, from); }

/* Locks */

int flock(int descriptor, int kind)
{ REAL(flock); CALL(LOCK, below_by_descriptor(descriptor), -1, real(descriptor, kind), NO_LOG); }
static int controlled(int descriptor, int command, void *more)
{
    static int (*real)(int, int, ...);
    if (!real)
        real = (int (*)(int, int, ...)) dlsym(RTLD_NEXT, "fcntl64");
    CALL(LOCK, (command == F_SETLK || command == F_SETLKW || command == F_GETLK || command == F_OFD_SETLK) && below_by_descriptor(descriptor), -1,
         real(descriptor, command, more), NO_LOG);
}
#define CONTROLLING(called) int called(int descriptor, int command, ...) { \
    va_list words; va_start(words, command); void *more = va_arg(words, void *); va_end(words); \
    return controlled(descriptor, command, more); }
CONTROLLING(fcntl) CONTROLLING(fcntl64)

/* SQLite tries some locks for ten seconds by itself; here each of its naps is short. */
int usleep(useconds_t moment) { REAL(usleep); return real(armed ? moment / 50 : moment); }

/* Looking at files, and their rights */

#define LOOKING(called, type) int called(const char *name, struct type *into) { \
    char path[PATH_MAX]; REAL(called); \
    CALL(STAT, below(whole(AT_FDCWD, name, path)), -1, real(name, into), NO_LOG); }
#define LOOKING_AT(called, type) int called(int at, const char *restrict name, struct type *restrict into, int flags) { \
    char path[PATH_MAX]; REAL(called); \
    CALL(STAT, below(whole(at, name, path)), -1, real(at, name, into, flags), NO_LOG); }
#define LOOKING_BY_DESCRIPTOR(called, type) int called(int descriptor, struct type *into) { \
    REAL(called); CALL(STAT, below_by_descriptor(descriptor), -1, real(descriptor, into), NO_LOG); }
LOOKING(stat, stat) LOOKING(stat64, stat64) LOOKING(lstat, stat) LOOKING(lstat64, stat64)
LOOKING_AT(fstatat, stat) LOOKING_AT(fstatat64, stat64) LOOKING_BY_DESCRIPTOR(fstat, stat) LOOKING_BY_DESCRIPTOR(fstat64, stat64)
int access(const char *name, int may)
{ char path[PATH_MAX]; REAL(access); CALL(STAT, below(whole(AT_FDCWD, name, path)), -1, real(name, may), NO_LOG); }

int fchmod(int descriptor, mode_t mode)
{ REAL(fchmod); CALL(MODE, below_by_descriptor(descriptor), -1, real(descriptor, mode), NO_LOG); }
int fchown(int descriptor, uid_t owner, gid_t group)
{ REAL(fchown); CALL(MODE, below_by_descriptor(descriptor), -1, real(descriptor, owner, group), NO_LOG); }
