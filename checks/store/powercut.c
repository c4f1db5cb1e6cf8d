/*
 * A power cut for one process: keeps, of every file below POWERCUT_FILES, a copy of what was forced to disk in
 * POWERCUT_FORCED. Whoever kills the process puts the copies in place of the files, and everything that was written but not
 * forced is gone. Writes that were not forced are lost as a whole here; a real disk may keep some of them.
 *
 * A name is taken to be on disk with the first force of its file. Renaming moves the copy, deleting deletes it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The copy's path, if the file is one of ours. */
static int copy_of(const char *path, char *copy) {
    const char *files = getenv("POWERCUT_FILES"), *forced = getenv("POWERCUT_FORCED");
    size_t length = files == NULL ? 0 : strlen(files);
    if (length == 0 || forced == NULL || strncmp(path, files, length) != 0 || path[length] != '/') return 0;
    return snprintf(copy, PATH_MAX, "%s/%s", forced, path + length + 1) < PATH_MAX;
}

static void keep(int fd) {
    char link[64], path[PATH_MAX], copy[PATH_MAX], part[PATH_MAX + 8], buffer[65536];
    struct stat status;
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode)) return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return;
    path[length] = 0;
    if (!copy_of(path, copy)) return;
    snprintf(part, sizeof part, "%s.part", copy);
    int from = open(path, O_RDONLY), to = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (from < 0 || to < 0) abort();
    for (ssize_t n; (n = read(from, buffer, sizeof buffer)) > 0;)
        if (write(to, buffer, n) != n) abort();
    close(from);
    close(to);
    int (*real_rename)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    if (real_rename(part, copy) != 0) abort();
}

int fsync(int fd) {
    keep(fd);
    return 0;
}

int fdatasync(int fd) {
    keep(fd);
    return 0;
}

int rename(const char *from, const char *to) {
    int (*real)(const char *, const char *) = dlsym(RTLD_NEXT, "rename");
    char old_copy[PATH_MAX], new_copy[PATH_MAX];
    int result = real(from, to);
    if (result == 0 && copy_of(from, old_copy) && copy_of(to, new_copy)) real(old_copy, new_copy);
    return result;
}

int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    char copy[PATH_MAX];
    int result = real(path);
    if (result == 0 && copy_of(path, copy)) real(copy);
    return result;
}
