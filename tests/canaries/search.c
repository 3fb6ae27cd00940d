/* All places in `data` where one of many patterns begins. Patterns are sorted by their first two bytes;
   first[v]..first[v + 1] are those that begin with the bytes of v. Returns how many were found, at most `room` kept. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

size_t find_all(const uint8_t *data, size_t length, const uint8_t *patterns, const uint32_t *at, const uint32_t *sizes,
                const uint32_t *first, uint64_t *places, uint32_t *which, size_t room) {
    size_t found = 0;
    for (size_t i = 0; i + 1 < length; i++) {
        uint32_t two = (uint32_t)data[i] << 8 | data[i + 1];
        for (uint32_t n = first[two]; n < first[two + 1]; n++) {
            if (sizes[n] <= length - i && !memcmp(data + i, patterns + at[n], sizes[n])) {
                if (found < room) { places[found] = i; which[found] = n; }
                found++;
            }
        }
    }
    return found;
}
