// Has a file open as a PDF reader has: others may read it, and no more. hold FILE, until its input ends.
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
    HANDLE file = count == 2 ? CreateFileW(words[1], GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL)
                             : INVALID_HANDLE_VALUE;
    puts(file == INVALID_HANDLE_VALUE ? "not held" : "held");
    fflush(stdout);
    while (getchar() != EOF) {
    }
    return file == INVALID_HANDLE_VALUE;
}
