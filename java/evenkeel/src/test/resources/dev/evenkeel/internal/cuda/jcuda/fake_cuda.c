// A CUDA driver of the functions that Evenkeel calls, on the heap, for tests on machines without a GPU.
// Launches nothing. Writes every call to the file that FAKE_CUDA_LOG names, one line each:
//
//   <function> <depth of the calling thread's context stack> <details>
//
// FAKE_CUDA_FAIL=<function>:<n>:<result> makes the n-th call of a function return that result.
// FAKE_CUDA_CAPABILITY=<major><minor> and FAKE_CUDA_POOLS=<0|1> say what the device is. PTX that contains "bogus"
// does not compile. Events count the calls of the process as milliseconds.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int CUresult;
typedef int CUdevice;
typedef uint64_t CUdeviceptr;
typedef void *Handle;

enum { SUCCESS = 0, INVALID_VALUE = 1, INVALID_CONTEXT = 201, INVALID_PTX = 218, NOT_FOUND = 500 };

#define MAX_BLOCKS 4096
#define MAX_DEPTH 16

static CUdeviceptr blocks[MAX_BLOCKS];
static __thread Handle stack[MAX_DEPTH];
static __thread int depth;
static int calls;
static char context;

static void report(const char *function, const char *format, ...) {
    const char *path = getenv("FAKE_CUDA_LOG");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (!file) return;
    va_list details;
    va_start(details, format);
    fprintf(file, "%s %d ", function, depth);
    vfprintf(file, format, details);
    fprintf(file, "\n");
    va_end(details);
    fclose(file);
}

static CUresult injected(const char *function, int *count) {
    char name[64];
    int nth, result;
    const char *plan = getenv("FAKE_CUDA_FAIL");
    ++calls;
    ++*count;
    if (plan && sscanf(plan, "%63[^:]:%d:%d", name, &nth, &result) == 3 && !strcmp(name, function) && nth == *count)
        return result;
    return SUCCESS;
}

#define CALL(...)                                                 \
    static int count;                                             \
    report(__func__, __VA_ARGS__);                                \
    CUresult planned = injected(__func__, &count);                \
    if (planned != SUCCESS) return planned

#define CALL_IN_CONTEXT(...)                                      \
    CALL(__VA_ARGS__);                                            \
    if (depth == 0 || stack[depth - 1] != &context) return INVALID_CONTEXT

// The driver and its device

CUresult cuInit(unsigned flags) {
    CALL("%u", flags);
    return SUCCESS;
}

CUresult cuDriverGetVersion(int *version) {
    CALL("-");
    *version = 12080;
    return SUCCESS;
}

CUresult cuDeviceGetCount(int *devices) {
    CALL("-");
    *devices = 1;
    return SUCCESS;
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    CALL("%d", ordinal);
    *device = ordinal;
    return ordinal == 0 ? SUCCESS : 101;
}

CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
    CALL("%d", device);
    snprintf(name, length, "Fake GPU");
    return SUCCESS;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) {
    CALL("%d", device);
    *bytes = (size_t)79 << 30;
    return SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice device) {
    const char *capability = getenv("FAKE_CUDA_CAPABILITY");
    const char *pools = getenv("FAKE_CUDA_POOLS");
    int sm = capability ? atoi(capability) : 90;
    CALL("%d %d", attribute, device);
    switch (attribute) {
        case 1: *value = 1024; return SUCCESS;
        case 5: *value = 2147483647; return SUCCESS;
        case 6: *value = 65535; return SUCCESS;
        case 8: *value = 49152; return SUCCESS;
        case 16: *value = 132; return SUCCESS;
        case 38: *value = 50 << 20; return SUCCESS;
        case 75: *value = sm / 10; return SUCCESS;
        case 76: *value = sm % 10; return SUCCESS;
        case 95: *value = 1; return SUCCESS;
        case 97: *value = 227 << 10; return SUCCESS;
        case 115: *value = pools ? atoi(pools) : 1; return SUCCESS;
        default: return INVALID_VALUE;
    }
}

// Contexts and the stream

CUresult cuDevicePrimaryCtxRetain(Handle *retained, CUdevice device) {
    CALL("%d", device);
    *retained = &context;
    return SUCCESS;
}

CUresult cuDevicePrimaryCtxRelease_v2(CUdevice device) {
    CALL("%d", device);
    return SUCCESS;
}

CUresult cuCtxPushCurrent_v2(Handle pushed) {
    if (depth == MAX_DEPTH) return INVALID_CONTEXT;
    stack[depth++] = pushed;
    return SUCCESS;
}

CUresult cuCtxPopCurrent_v2(Handle *popped) {
    if (depth == 0) return INVALID_CONTEXT;
    *popped = stack[--depth];
    return SUCCESS;
}

CUresult cuCtxGetCurrent(Handle *current) {
    *current = depth == 0 ? NULL : stack[depth - 1];
    return SUCCESS;
}

CUresult cuCtxCreate_v2(Handle *created, unsigned flags, CUdevice device) {
    CALL("%u %d", flags, device);
    *created = &context;
    return cuCtxPushCurrent_v2(&context);
}

CUresult cuCtxDestroy_v2(Handle destroyed) {
    CALL_IN_CONTEXT("-");
    return destroyed == &context && depth-- > 0 ? SUCCESS : INVALID_CONTEXT;
}

CUresult cuCtxGetDevice(CUdevice *device) {
    CALL_IN_CONTEXT("-");
    *device = 0;
    return SUCCESS;
}

CUresult cuCtxSynchronize(void) {
    CALL_IN_CONTEXT("-");
    return SUCCESS;
}

CUresult cuStreamCreate(Handle *stream, unsigned flags) {
    CALL_IN_CONTEXT("%u", flags);
    *stream = malloc(1);
    return SUCCESS;
}

CUresult cuStreamSynchronize(Handle stream) {
    CALL_IN_CONTEXT("%p", stream);
    return stream ? SUCCESS : INVALID_VALUE;
}

CUresult cuStreamDestroy_v2(Handle stream) {
    CALL_IN_CONTEXT("%p", stream);
    free(stream);
    return SUCCESS;
}

// Memory

static CUresult allocate(CUdeviceptr *address, size_t bytes) {
    if (bytes == 0) return INVALID_VALUE;
    for (int i = 0; i < MAX_BLOCKS; ++i) {
        if (blocks[i] == 0) {
            *address = blocks[i] = (CUdeviceptr)aligned_alloc(256, (bytes + 255) / 256 * 256);
            return SUCCESS;
        }
    }
    return 2;
}

static CUresult release(CUdeviceptr address) {
    for (int i = 0; i < MAX_BLOCKS; ++i) {
        if (address != 0 && blocks[i] == address) {
            free((void *)address);
            blocks[i] = 0;
            return SUCCESS;
        }
    }
    return INVALID_VALUE;
}

CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
    CALL_IN_CONTEXT("%zu", bytes);
    return allocate(address, bytes);
}

CUresult cuMemFree_v2(CUdeviceptr address) {
    CALL_IN_CONTEXT("%llx", (unsigned long long)address);
    return release(address);
}

CUresult cuMemAllocHost_v2(void **address, size_t bytes) {
    CALL_IN_CONTEXT("%zu", bytes);
    *address = malloc(bytes);
    return SUCCESS;
}

CUresult cuMemFreeHost(void *address) {
    CALL_IN_CONTEXT("-");
    free(address);
    return SUCCESS;
}

CUresult cuMemAllocAsync(CUdeviceptr *address, size_t bytes, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", bytes, stream);
    return stream ? allocate(address, bytes) : INVALID_VALUE;
}

CUresult cuMemFreeAsync(CUdeviceptr address, Handle stream) {
    CALL_IN_CONTEXT("%llx %p", (unsigned long long)address, stream);
    return stream ? release(address) : INVALID_VALUE;
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr target, const void *source, size_t bytes, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", bytes, stream);
    memcpy((void *)target, source, bytes);
    return SUCCESS;
}

CUresult cuMemcpyDtoHAsync_v2(void *target, CUdeviceptr source, size_t bytes, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", bytes, stream);
    memcpy(target, (const void *)source, bytes);
    return SUCCESS;
}

CUresult cuMemcpyHtoD_v2(CUdeviceptr target, const void *source, size_t bytes) {
    CALL_IN_CONTEXT("%zu", bytes);
    memcpy((void *)target, source, bytes);
    return SUCCESS;
}

CUresult cuMemcpyDtoH_v2(void *target, CUdeviceptr source, size_t bytes) {
    CALL_IN_CONTEXT("%zu", bytes);
    memcpy(target, (void *)source, bytes);
    return SUCCESS;
}

CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr target, CUdeviceptr source, size_t bytes, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", bytes, stream);
    memcpy((void *)target, (const void *)source, bytes);
    return SUCCESS;
}

CUresult cuMemsetD8Async(CUdeviceptr target, unsigned char value, size_t n, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", n, stream);
    for (size_t i = 0; i < n; ++i) ((unsigned char *)target)[i] = value;
    return SUCCESS;
}

CUresult cuMemsetD16Async(CUdeviceptr target, unsigned short value, size_t n, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", n, stream);
    for (size_t i = 0; i < n; ++i) ((unsigned short *)target)[i] = value;
    return SUCCESS;
}

CUresult cuMemsetD32Async(CUdeviceptr target, unsigned value, size_t n, Handle stream) {
    CALL_IN_CONTEXT("%zu %p", n, stream);
    for (size_t i = 0; i < n; ++i) ((unsigned *)target)[i] = value;
    return SUCCESS;
}

// Modules and launches

// The option after a log's buffer is its size, a number in the place of the pointer.
static void write_log(unsigned n, const int *options, void **values, int buffer_option, const char *text) {
    char *buffer = NULL;
    size_t size = 0;
    for (unsigned i = 0; i < n; ++i) {
        if (options[i] == buffer_option) buffer = values[i];
        if (options[i] == buffer_option + 1) size = (size_t)values[i];
    }
    if (buffer && size <= 1 << 20) snprintf(buffer, size, "%s", text);
}

CUresult cuModuleLoadDataEx(Handle *module, const void *image, unsigned n, const int *options, void **values) {
    CALL_IN_CONTEXT("%zu %u", strlen((const char *)image), n);
    if (strstr((const char *)image, "bogus")) {
        write_log(n, options, values, 5, "ptxas application ptx input, line 7; error: bogus is no instruction\n");
        return INVALID_PTX;
    }
    *module = strdup((const char *)image);
    return SUCCESS;
}

CUresult cuModuleGetFunction(Handle *function, Handle module, const char *name) {
    char declaration[256];
    CALL_IN_CONTEXT("%s", name);
    snprintf(declaration, sizeof declaration, ".entry %s(", name);
    if (!strstr((const char *)module, declaration)) return NOT_FOUND;
    *function = strdup(name);
    return SUCCESS;
}

CUresult cuModuleUnload(Handle module) {
    CALL_IN_CONTEXT("-");
    free(module);
    return SUCCESS;
}

CUresult cuLaunchKernel(Handle function, unsigned grid_x, unsigned grid_y, unsigned grid_z, unsigned block_x,
                        unsigned block_y, unsigned block_z, unsigned shared, Handle stream, void **parameters,
                        void **extra) {
    const unsigned char *block = NULL;
    size_t size = 0;
    for (; extra && *extra != (void *)0; extra += 2) {
        if (*extra == (void *)1) block = extra[1];
        if (*extra == (void *)2) size = *(size_t *)extra[1];
    }
    char *hex = calloc(2 * size + 1, 1);
    for (size_t i = 0; block && getenv("FAKE_CUDA_LOG") && i < size; ++i) sprintf(hex + 2 * i, "%02x", block[i]);
    CALL_IN_CONTEXT("%s %u %u %u %u %u %u %u %s %s", (const char *)function, grid_x, grid_y, grid_z, block_x, block_y,
                    block_z, shared, parameters ? "unexpected" : stream ? "packed" : "packed on the default stream", hex);
    free(hex);
    return SUCCESS;
}

// Tells where the first four parameters lie and the first 64 bytes from the first of them on.
CUresult cuLaunchCooperativeKernel(Handle function, unsigned grid_x, unsigned grid_y, unsigned grid_z,
                                   unsigned block_x, unsigned block_y, unsigned block_z, unsigned shared,
                                   Handle stream, void **parameters) {
    const unsigned char *first = parameters[0];
    char hex[129] = "";
    for (int i = 0; i < 64; ++i) sprintf(hex + 2 * i, "%02x", first[i]);
    CALL_IN_CONTEXT("%s %u %u %u %u %u %u %u %s %ld,%ld,%ld %s", (const char *)function, grid_x, grid_y, grid_z,
                    block_x, block_y, block_z, shared, stream ? "cooperative" : "unexpected",
                    (long)((const unsigned char *)parameters[1] - first),
                    (long)((const unsigned char *)parameters[2] - first),
                    (long)((const unsigned char *)parameters[3] - first), hex);
    return SUCCESS;
}

CUresult cuFuncSetAttribute(Handle function, int attribute, int value) {
    CALL_IN_CONTEXT("%s %d %d", (const char *)function, attribute, value);
    return SUCCESS;
}

// Events

CUresult cuEventCreate(Handle *event, unsigned flags) {
    CALL_IN_CONTEXT("%u", flags);
    *event = calloc(1, sizeof(int));
    return SUCCESS;
}

CUresult cuEventRecord(Handle event, Handle stream) {
    CALL_IN_CONTEXT("%p", stream);
    *(int *)event = calls;
    return SUCCESS;
}

CUresult cuEventSynchronize(Handle event) {
    CALL_IN_CONTEXT("-");
    return *(int *)event ? SUCCESS : INVALID_VALUE;
}

CUresult cuEventElapsedTime(float *milliseconds, Handle start, Handle end) {
    CALL_IN_CONTEXT("-");
    *milliseconds = *(int *)end - *(int *)start;
    return SUCCESS;
}

CUresult cuEventDestroy_v2(Handle event) {
    CALL_IN_CONTEXT("-");
    free(event);
    return SUCCESS;
}
