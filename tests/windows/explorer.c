// Starts a program as Explorer does when it is double-clicked: its parent has that name, and it gets no words.
// explorer PROGRAM
#include <windows.h>

int wmain(int count, wchar_t **words) {
    STARTUPINFOW start = {.cb = sizeof start};
    PROCESS_INFORMATION process;
    DWORD code = 1;
    if (count == 2 && CreateProcessW(words[1], NULL, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process)) {
        WaitForSingleObject(process.hProcess, INFINITE);
        GetExitCodeProcess(process.hProcess, &code);
    }
    return code;
}
