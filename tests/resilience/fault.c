/* A disk that fails on command, preloaded into a worker of these tests (LD_PRELOAD).
 *
 * Every call that changes something below one folder is counted; at the n-th of the chosen kinds the process is killed,
 * or the call fails, or a write is cut short. Every call can be recorded with its data, so that the states that a power
 * cut could have left on the disk can be built afterwards. The worker steers it through the functions at the end
 * (fault_control.py); until fault_arm nothing is done.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, SYNC, TRUNCATE, CREATE, RENAME, LINK, UNLINK, MKDIR, RMDIR, CLOSE, CHMOD, MARK };
enum mode { NONE = 0, KILL_BEFORE, KILL_HALF, FAIL, SHORT };

static char root[PATH_MAX];
static size_t root_length;
static int mode = NONE, failure = EIO, for_ever, record_to = -1, armed, fired_count;
static unsigned kinds;
static long at, counted;
static __thread int inside;

#define REAL(name) static __typeof__(&name) real; if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

struct entry { uint32_t kind, flags; uint64_t ino; int64_t offset, length; uint32_t first, second; };

static int below(const char *path) {
    return armed && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

static int path_of(int fd, char *into) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = syscall(SYS_readlinkat, AT_FDCWD, link, into, PATH_MAX - 1);
    if (n < 0) return 0;
    into[n] = 0;
    return 1;
}

static int open_below(int fd) {
    char path[PATH_MAX];
    return armed && !inside && path_of(fd, path) && below(path);
}

/* The absolute path that a call names; no links and no ".." are used below the folder. */
static int absolute(int folder, const char *path, char *into) {
    if (!armed || inside || !path) return 0;
    if (path[0] == '/') { snprintf(into, PATH_MAX, "%s", path); return below(into); }
    char start[PATH_MAX];
    if (folder == AT_FDCWD) { if (!getcwd(start, sizeof start)) return 0; }
    else if (!path_of(folder, start)) return 0;
    if (snprintf(into, PATH_MAX, "%s/%s", start, path) >= PATH_MAX) return 0;
    return below(into);
}

static uint64_t inode_of(int fd) { struct stat s; return fstat(fd, &s) ? 0 : (uint64_t)s.st_ino; }
static uint64_t inode_at(const char *path) { struct stat s; return lstat(path, &s) ? 0 : (uint64_t)s.st_ino; }
static int is_folder(int fd) { struct stat s; return fstat(fd, &s) == 0 && S_ISDIR(s.st_mode); }

static void put(const void *data, size_t length) {
    const char *p = data;
    while (length) {
        ssize_t n = syscall(SYS_write, record_to, p, length);
        if (n < 0) { if (errno == EINTR) continue; abort(); }
        p += n; length -= (size_t)n;
    }
}

static void record(int kind, unsigned flags, uint64_t ino, int64_t offset, const char *first, const char *second,
                   const void *data, int64_t length) {
    if (record_to < 0) return;
    int kept = errno;
    struct entry e = { (uint32_t)kind, flags, ino, offset, length, first ? (uint32_t)strlen(first) : 0,
                       second ? (uint32_t)strlen(second) : 0 };
    put(&e, sizeof e);
    if (first) put(first, e.first);
    if (second) put(second, e.second);
    if (data) put(data, (size_t)length);
    errno = kept;
}

/* Counts the call; whether it is the one to strike at. */
static int struck(int kind) {
    if (!(kinds & 1u << kind)) return 0;
    counted++;
    if (mode == NONE || (for_ever ? counted < at : counted != at)) return 0;
    if (mode == KILL_BEFORE || (mode == KILL_HALF && kind != WRITE)) kill(getpid(), SIGKILL);
    fired_count++;
    return 1;
}

#define FAILS(kind) (struck(kind) && mode == FAIL ? (errno = failure, 1) : 0)

static ssize_t do_write(int fd, const void *data, size_t length, int64_t offset, int positioned) {
    size_t allowed = length;
    if (struck(WRITE)) {
        if (mode == FAIL) { errno = failure; return -1; }
        if (length > 1) allowed = length / 2;
    }
    if (!positioned) {
        int flags = fcntl(fd, F_GETFL);
        offset = flags >= 0 && (flags & O_APPEND) ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    }
    ssize_t n = positioned ? syscall(SYS_pwrite64, fd, data, allowed, offset) : syscall(SYS_write, fd, data, allowed);
    if (n >= 0) record(WRITE, 0, inode_of(fd), offset, NULL, NULL, data, n);
    if (allowed != length && mode == KILL_HALF) kill(getpid(), SIGKILL);
    return n;
}

ssize_t write(int fd, const void *data, size_t length) {
    if (!open_below(fd)) { REAL(write); return real(fd, data, length); }
    return do_write(fd, data, length, 0, 0);
}
ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    if (!open_below(fd)) { REAL(pwrite); return real(fd, data, length, offset); }
    return do_write(fd, data, length, offset, 1);
}
ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    if (!open_below(fd)) { REAL(pwrite64); return real(fd, data, length, offset); }
    return do_write(fd, data, length, offset, 1);
}

static ssize_t do_vector(int fd, const struct iovec *parts, int count, int64_t offset, int positioned) {
    size_t length = 0, done = 0;
    for (int i = 0; i < count; i++) length += parts[i].iov_len;
    char *whole = malloc(length ? length : 1);
    if (!whole) { errno = ENOMEM; return -1; }
    for (int i = 0; i < count; i++) { memcpy(whole + done, parts[i].iov_base, parts[i].iov_len); done += parts[i].iov_len; }
    ssize_t n = do_write(fd, whole, length, offset, positioned);
    int kept = errno;
    free(whole);
    errno = kept;
    return n;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!open_below(fd)) { REAL(writev); return real(fd, parts, count); }
    return do_vector(fd, parts, count, 0, 0);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
    if (!open_below(fd)) { REAL(pwritev); return real(fd, parts, count, offset); }
    return do_vector(fd, parts, count, offset, 1);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
    if (!open_below(fd)) { REAL(pwritev64); return real(fd, parts, count, offset); }
    return do_vector(fd, parts, count, offset, 1);
}

/* Copies inside the kernel would go unseen; callers fall back to read and write. */
ssize_t copy_file_range(int in, off64_t *in_at, int out, off64_t *out_at, size_t length, unsigned flags) {
    if (open_below(out)) { errno = EXDEV; return -1; }
    REAL(copy_file_range);
    return real(in, in_at, out, out_at, length, flags);
}

static int do_sync(int fd, int (*real)(int)) {
    if (!open_below(fd)) return real(fd);
    if (FAILS(SYNC)) return -1;
    int result = real(fd);
    if (result == 0) {
        char path[PATH_MAX];
        int folder = is_folder(fd);
        record(SYNC, (unsigned)folder, inode_of(fd), 0, folder && path_of(fd, path) ? path : NULL, NULL, NULL, 0);
    }
    return result;
}
int fsync(int fd) { REAL(fsync); return do_sync(fd, real); }
int fdatasync(int fd) { REAL(fdatasync); return do_sync(fd, real); }

int msync(void *address, size_t length, int flags) {
    if (armed && !inside && FAILS(SYNC)) return -1;
    REAL(msync);
    return real(address, length, flags);
}

static int do_truncate(int fd, int64_t length) {
    if (FAILS(TRUNCATE)) return -1;
    int result = (int)syscall(SYS_ftruncate, fd, length);
    if (result == 0) record(TRUNCATE, 0, inode_of(fd), length, NULL, NULL, NULL, 0);
    return result;
}
int ftruncate(int fd, off_t length) {
    if (!open_below(fd)) { REAL(ftruncate); return real(fd, length); }
    return do_truncate(fd, length);
}
int ftruncate64(int fd, off64_t length) {
    if (!open_below(fd)) { REAL(ftruncate64); return real(fd, length); }
    return do_truncate(fd, length);
}

static int do_open(int folder, const char *path, int flags, mode_t permissions) {
    char whole[PATH_MAX];
    int nameless = (flags & O_TMPFILE) == O_TMPFILE;
    if (!(flags & (O_CREAT | O_TRUNC)) && !nameless) return (int)syscall(SYS_openat, folder, path, flags, permissions);
    if (!absolute(folder, path, whole)) return (int)syscall(SYS_openat, folder, path, flags, permissions);
    uint64_t before = nameless ? 0 : inode_at(whole);
    int changes = nameless || !before || (flags & O_TRUNC);
    if (changes && FAILS(CREATE)) return -1;
    int fd = (int)syscall(SYS_openat, folder, path, flags, permissions);
    if (fd >= 0 && changes) {
        if (before && inode_of(fd) == before) record(TRUNCATE, 0, before, 0, NULL, NULL, NULL, 0);
        else record(CREATE, nameless ? 1 : 0, inode_of(fd), 0, whole, NULL, NULL, 0);
    }
    return fd;
}
#define MODE(flags) mode_t permissions = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list l; va_start(l, flags); permissions = (mode_t)va_arg(l, int); va_end(l); }
int open(const char *path, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, path, flags, permissions); }
int open64(const char *path, int flags, ...) { MODE(flags) return do_open(AT_FDCWD, path, flags | O_LARGEFILE, permissions); }
int openat(int folder, const char *path, int flags, ...) { MODE(flags) return do_open(folder, path, flags, permissions); }
int openat64(int folder, const char *path, int flags, ...) { MODE(flags) return do_open(folder, path, flags | O_LARGEFILE, permissions); }
int creat(const char *path, mode_t permissions) { return do_open(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, permissions); }

static int do_rename(int from, const char *old, int to, const char *new, unsigned flags) {
    char first[PATH_MAX], second[PATH_MAX];
    int here = absolute(from, old, first), there = absolute(to, new, second);
    if ((here || there) && FAILS(RENAME)) return -1;
    uint64_t ino = here ? inode_at(first) : 0;
    int result = (int)syscall(SYS_renameat2, from, old, to, new, flags);
    if (result == 0 && here && there) record(RENAME, flags, ino, 0, first, second, NULL, 0);
    return result;
}
int rename(const char *old, const char *new) { return do_rename(AT_FDCWD, old, AT_FDCWD, new, 0); }
int renameat(int from, const char *old, int to, const char *new) { return do_rename(from, old, to, new, 0); }
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) { return do_rename(from, old, to, new, flags); }

static int do_link(int from, const char *old, int to, const char *new, int flags) {
    char second[PATH_MAX];
    int there = absolute(to, new, second);
    if (there && FAILS(LINK)) return -1;
    int result = (int)syscall(SYS_linkat, from, old, to, new, flags);
    if (result == 0 && there) record(LINK, 0, inode_at(second), 0, second, NULL, NULL, 0);
    return result;
}
int link(const char *old, const char *new) { return do_link(AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int from, const char *old, int to, const char *new, int flags) { return do_link(from, old, to, new, flags); }

static int do_unlink(int folder, const char *path, int flags) {
    char whole[PATH_MAX];
    int here = absolute(folder, path, whole), kind = flags & AT_REMOVEDIR ? RMDIR : UNLINK;
    int there = here && inode_at(whole) != 0; /* removing what is not there changes nothing */
    if (there && FAILS(kind)) return -1;
    int result = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (result == 0 && here) record(kind, 0, 0, 0, whole, NULL, NULL, 0);
    return result;
}
int unlink(const char *path) { return do_unlink(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return do_unlink(folder, path, flags); }
int rmdir(const char *path) { return do_unlink(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) { return do_unlink(AT_FDCWD, path, 0); }

static int do_mkdir(int folder, const char *path, mode_t permissions) {
    char whole[PATH_MAX];
    int here = absolute(folder, path, whole);
    if (here && inode_at(whole) == 0 && FAILS(MKDIR)) return -1;
    int result = (int)syscall(SYS_mkdirat, folder, path, permissions);
    if (result == 0 && here) record(MKDIR, 0, inode_at(whole), 0, whole, NULL, NULL, 0);
    return result;
}
int mkdir(const char *path, mode_t permissions) { return do_mkdir(AT_FDCWD, path, permissions); }
int mkdirat(int folder, const char *path, mode_t permissions) { return do_mkdir(folder, path, permissions); }

static int writable(int fd) { int flags = fcntl(fd, F_GETFL); return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY; }

int close(int fd) {
    REAL(close);
    int strike = open_below(fd) && writable(fd) && struck(CLOSE) && mode == FAIL;
    int result = real(fd); /* as Linux does it: closed all the same */
    if (strike) { errno = failure; return -1; }
    return result;
}

int chmod(const char *path, mode_t permissions) {
    char whole[PATH_MAX];
    if (absolute(AT_FDCWD, path, whole) && FAILS(CHMOD)) return -1;
    return (int)syscall(SYS_fchmodat, AT_FDCWD, path, permissions);
}
int fchmod(int fd, mode_t permissions) {
    if (open_below(fd) && FAILS(CHMOD)) return -1;
    return (int)syscall(SYS_fchmod, fd, permissions);
}
int fchmodat(int folder, const char *path, mode_t permissions, int flags) {
    char whole[PATH_MAX];
    if (absolute(folder, path, whole) && FAILS(CHMOD)) return -1;
    REAL(fchmodat);
    return real(folder, path, permissions, flags);
}

/* --- for the worker */

void fault_arm(const char *folder, unsigned which, int how, long number, int error, int always, int fd) {
    snprintf(root, sizeof root, "%s", folder);
    root_length = strlen(root);
    kinds = which; mode = how; at = number; failure = error; for_ever = always; record_to = fd;
    counted = 0; fired_count = 0; armed = 1;
}
void fault_disarm(void) { armed = 0; }
long fault_counted(void) { return counted; }
int fault_fired(void) { return fired_count; }
void fault_mark(long number) { if (armed) record(MARK, 0, (uint64_t)number, 0, NULL, NULL, NULL, 0); }
