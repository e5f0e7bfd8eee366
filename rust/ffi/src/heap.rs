//! Whatever is freed is wiped: strings that UniFFI passed, copies that a growing vector left, whoever made them.
#![allow(unsafe_code, reason = "an allocator is unsafe by its trait")]

use std::alloc::{GlobalAlloc, Layout, System};

use zeroize::optimization_barrier;

#[global_allocator]
static HEAP: Wiping = Wiping;

struct Wiping;

// SAFETY: the system's allocator, with a write to memory that is still ours before it is given back. `realloc` is the
// trait's own, which allocates, copies and frees, so that the place that was left is wiped as well.
unsafe impl GlobalAlloc for Wiping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        unsafe {
            block.write_bytes(0, layout.size());
            // Or the compiler would spare itself a write that nobody reads.
            optimization_barrier(&block);
            System.dealloc(block, layout);
        }
    }
}
