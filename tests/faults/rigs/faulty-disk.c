/*
 * A library for LD_PRELOAD that stands between a program and the disk: it counts the calls on files below one folder, lets the n-th
 * fail or kills the program there, and writes down what was written and what was waited for.
 *
 *   TIEFEN_DISK_ROOT     folder whose files are meant, a real path
 *   TIEFEN_DISK_CONTROL  64 bytes shared by all processes of a rig, little-endian int64 each:
 *                        0 calls so far · 1 the call that fails, 0 = none · 2 errno · 3 1 = every call from that one on
 *                        4 1 = SIGKILL instead · 5 faults that were brought in · 6 1 = write calls only, 2 = reading only
 *                        7 lock of the record
 *   TIEFEN_DISK_RECORD   file for the record; without it nothing is recorded. A line of the record is
 *                        u32 op, u32 bytes of path, u32 bytes of second path, u32 bytes of data, i64 offset, then these three.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OP_CREATE = 1, OP_WRITE, OP_SYNC, OP_TRUNCATE, OP_RENAME, OP_UNLINK };
enum { FD_LIMIT = 65536 };

static volatile int64_t *control;
static int record = -1;
static char root[PATH_MAX];
static size_t root_length;
static char *paths[FD_LIMIT];
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define REAL(type, name, ...) \
  static type (*real)(__VA_ARGS__); \
  if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name); \
  begin()

static void start(void) {
  const char *folder = getenv("TIEFEN_DISK_ROOT"), *file = getenv("TIEFEN_DISK_CONTROL"), *log = getenv("TIEFEN_DISK_RECORD");
  int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open64");
  if (!folder || !file) return;
  int fd = real_open(file, O_RDWR | O_CLOEXEC, 0);
  if (fd < 0) return;
  void *at = mmap(NULL, 64, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (at == MAP_FAILED) return;
  snprintf(root, sizeof root, "%s/", folder);
  root_length = strlen(root);
  if (log) record = real_open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  control = at;
}
static void begin(void) { pthread_once(&once, start); }

static int meant(const char *path) { return control && path && strncmp(path, root, root_length) == 0; }
static const char *path_of(int fd) { return fd >= 0 && fd < FD_LIMIT ? paths[fd] : NULL; }

/* 1 = this call fails, errno is set */
static int fails(int writes) {
  if (control[6] && writes != (control[6] == 1)) return 0;
  int64_t call = __sync_add_and_fetch(&control[0], 1), at = control[1];
  if (at == 0 || (control[3] ? call < at : call != at)) return 0;
  if (control[4]) kill(getpid(), SIGKILL);
  __sync_add_and_fetch(&control[5], 1);
  errno = (int)control[2];
  return 1;
}

static void lock(void) {
  if (record < 0) return;
  while (__sync_lock_test_and_set(&control[7], 1)) sched_yield();
}
static void unlock(void) {
  if (record >= 0) __sync_lock_release(&control[7]);
}

static void note(uint32_t op, const char *path, const char *other, const void *data, size_t length, int64_t offset) {
  if (record < 0) return;
  struct __attribute__((packed)) { uint32_t op, path, other, data; int64_t offset; } head = {
      op, (uint32_t)strlen(path), other ? (uint32_t)strlen(other) : 0, (uint32_t)length, offset};
  struct iovec parts[4] = {{&head, sizeof head}, {(void *)path, head.path}, {(void *)(other ? other : ""), head.other}, {(void *)(data ? data : ""), length}};
  static ssize_t (*real)(int, const struct iovec *, int);
  if (!real) real = (ssize_t (*)(int, const struct iovec *, int))dlsym(RTLD_NEXT, "writev");
  real(record, parts, 4);
}

static int opened(int fd, const char *path, int flags, int was_there) {
  if (fd < 0 || fd >= FD_LIMIT) return fd;
  paths[fd] = strdup(path);
  if (!was_there) note(OP_CREATE, path, NULL, NULL, 0, 0);
  else if (flags & O_TRUNC) note(OP_TRUNCATE, path, NULL, NULL, 0, 0);
  return fd;
}

#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    va_list list; \
    va_start(list, flags); \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(list, mode_t) : 0; \
    va_end(list); \
    if (!meant(path)) return real(path, flags, mode); \
    if (fails((flags & (O_CREAT | O_TRUNC)) != 0)) return -1; \
    lock(); \
    int there = access(path, F_OK) == 0, fd = opened(real(path, flags, mode), path, flags, there); \
    unlock(); \
    return fd; \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  REAL(int, "close", int);
  if (fd >= 0 && fd < FD_LIMIT && paths[fd]) {
    free(paths[fd]);
    paths[fd] = NULL;
  }
  return real(fd);
}

#define READ(name, pass, ...) \
  ssize_t name(__VA_ARGS__) { \
    REAL(ssize_t, #name, __VA_ARGS__); \
    if (path_of(fd) && fails(0)) return -1; \
    return real pass; \
  }
READ(read, (fd, at, length), int fd, void *at, size_t length)
READ(pread, (fd, at, length, offset), int fd, void *at, size_t length, off_t offset)
READ(pread64, (fd, at, length, offset), int fd, void *at, size_t length, off64_t offset)
READ(preadv, (fd, parts, count, offset), int fd, const struct iovec *parts, int count, off_t offset)
READ(preadv64, (fd, parts, count, offset), int fd, const struct iovec *parts, int count, off64_t offset)
READ(readv, (fd, parts, count), int fd, const struct iovec *parts, int count)

#define WRITE(name, place, pass, ...) \
  ssize_t name(__VA_ARGS__) { \
    REAL(ssize_t, #name, __VA_ARGS__); \
    const char *path = path_of(fd); \
    if (!path) return real pass; \
    if (fails(1)) return -1; \
    lock(); \
    int64_t from = place; \
    ssize_t done = real pass; \
    if (done > 0) note(OP_WRITE, path, NULL, at, (size_t)done, from); \
    unlock(); \
    return done; \
  }
WRITE(write, lseek(fd, 0, fcntl(fd, F_GETFL) & O_APPEND ? SEEK_END : SEEK_CUR), (fd, at, length), int fd, const void *at, size_t length)
WRITE(pwrite, offset, (fd, at, length, offset), int fd, const void *at, size_t length, off_t offset)
WRITE(pwrite64, offset, (fd, at, length, offset), int fd, const void *at, size_t length, off64_t offset)

#define SYNC(name) \
  int name(int fd) { \
    REAL(int, #name, int); \
    const char *path = path_of(fd); \
    if (!path) return real(fd); \
    if (fails(1)) return -1; \
    lock(); \
    int verdict = record >= 0 ? 0 : real(fd); \
    if (verdict == 0) note(OP_SYNC, path, NULL, NULL, 0, 0); \
    unlock(); \
    return verdict; \
  }
SYNC(fsync)
SYNC(fdatasync)

#define TRUNCATE(name, type) \
  int name(int fd, type length) { \
    REAL(int, #name, int, type); \
    const char *path = path_of(fd); \
    if (!path) return real(fd, length); \
    if (fails(1)) return -1; \
    lock(); \
    int verdict = real(fd, length); \
    if (verdict == 0) note(OP_TRUNCATE, path, NULL, NULL, 0, length); \
    unlock(); \
    return verdict; \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  if (!meant(from) && !meant(to)) return real(from, to);
  if (fails(1)) return -1;
  lock();
  int verdict = real(from, to);
  if (verdict == 0) note(OP_RENAME, from, to, NULL, 0, 0);
  unlock();
  return verdict;
}

#define UNLINK(name) \
  int name(const char *path) { \
    REAL(int, #name, const char *); \
    if (!meant(path)) return real(path); \
    if (fails(1)) return -1; \
    lock(); \
    int verdict = real(path); \
    if (verdict == 0) note(OP_UNLINK, path, NULL, NULL, 0, 0); \
    unlock(); \
    return verdict; \
  }
UNLINK(unlink)
UNLINK(remove)
