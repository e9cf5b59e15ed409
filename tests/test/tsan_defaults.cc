// What ThreadSanitizer needs to know in programs that use RocksDB. It asks
// these functions by their symbols; without it nothing calls them.

extern "C" const char* TsanDefaultSuppressions() __asm__(
    "__tsan_default_suppressions");
extern "C" const char* TsanDefaultOptions() __asm__("__tsan_default_options");

// Debian's librocksdb is not instrumented: TSan sees its memcpy calls, but not
// the atomics through which its memtables (lock-free skip lists) hand rows from
// the writer to readers. The suppression hides races in which one side is
// inside RocksDB. No code of ours runs below a frame of RocksDB, but for the
// files of tests/log/fault_env.h, so that ours are still found.
//
// The same for libzstd, below RocksDB: its contexts go from thread to thread by
// atomics of RocksDB, whose frames TSan skips where they were called last.
const char* TsanDefaultSuppressions() {
  return "race:librocksdb.so\nrace:libzstd.so\n";
}

// Tests fork children in which opening a ledger fails after RocksDB has started
// a thread.
const char* TsanDefaultOptions() { return "die_after_fork=0"; }
