//! Every call that differs between systems stands here, with its Unix and its other side.

/// Bounds this process for good: memory in bytes, processor time in seconds, no file written, no core dumped, few files open.
///
/// What a system will not bound is left to the capped allocator and to the parent's clock, which hold everywhere.
pub fn limit_this_process(memory_bytes: u64, cpu_seconds: u64) {
    system::limit(memory_bytes, cpu_seconds);
}

#[cfg(unix)]
mod system {
    use rustix::process::{Resource, Rlimit, setrlimit};

    pub fn limit(memory_bytes: u64, cpu_seconds: u64) {
        for (resource, most) in [
            (Resource::As, memory_bytes),
            (Resource::Cpu, cpu_seconds),
            (Resource::Fsize, 0),
            (Resource::Core, 0),
            (Resource::Nofile, 16),
        ] {
            // macOS, for one, refuses some of these.
            let _ = setrlimit(
                resource,
                Rlimit {
                    current: Some(most),
                    maximum: Some(most),
                },
            );
        }
    }
}

#[cfg(not(unix))]
mod system {
    pub fn limit(_memory_bytes: u64, _cpu_seconds: u64) {}
}
