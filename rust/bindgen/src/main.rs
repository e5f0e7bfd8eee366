//! Writes the Kotlin bindings of `ffi`: see `scripts/bindings`.

fn main() {
    uniffi::uniffi_bindgen_main();
}
