//! The frame door: a camera's plane in, one number out. No object a frame, and nothing of a frame outlives its call.
#![allow(unsafe_code, reason = "a JNI function by its name, and a buffer by its address")]

use engine::{LumaView, Seen, Why};
use jni::{
    EnvUnowned, NativeMethod,
    objects::{JByteBuffer, JClass},
    sys::{jint, jlong},
};

use crate::{guard::caught, ticket};

/// What a frame gave. As a number: the state in bits 0 to 7, what was seen in 8 to 15, parts so far in 16 to 31, parts
/// needed in 32 to 47; where a code is there and was not read, tenths of a pixel a module in 16 to 31. Kotlin's `Sight`
/// reads it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Answer {
    /// No code was read.
    Nothing(Seen),
    /// Part of a moving code.
    Part { have: usize, need: usize },
    /// Something whole waits to be taken.
    Found,
    /// A newer Aldis made it.
    Newer,
    /// A code, and not one of ours.
    NotOurs,
    /// The ticket leads nowhere: the scan was closed.
    Closed,
    /// No picture: sides, stride and length do not fit each other.
    Unfit,
    /// A mistake of this program; the log has its place, and the scan begins anew.
    Broken,
}

impl Answer {
    pub(crate) fn to_bits(self) -> i64 {
        let count = |count: usize| i64::try_from(count.min(0xffff)).unwrap_or(0xffff);
        match self {
            Answer::Nothing(seen) => seen_bits(seen) << 8 | count(tenths(seen)) << 16,
            Answer::Part { have, need } => 1 | count(have) << 16 | count(need) << 32,
            Answer::Found => 2,
            Answer::Newer => 3,
            Answer::NotOurs => 4,
            Answer::Closed => 5,
            Answer::Unfit => 6,
            Answer::Broken => 7,
        }
    }
}

fn seen_bits(seen: Seen) -> i64 {
    match seen {
        Seen::Marks => 1,
        Seen::TooSmall { .. } => 2,
        Seen::Unreadable { why, .. } => match why {
            Why::CutOff => 5,
            Why::Glare => 6,
            Why::Blurred { .. } => 7,
            Why::Inverted => 8,
            _ => 3,
        },
        Seen::Stopped => 4,
        _ => 0,
    }
}

/// Tenths of a pixel that a module of the code has which was seen and not read.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float is clamped")]
fn tenths(seen: Seen) -> usize {
    match seen {
        Seen::TooSmall { module } | Seen::Unreadable { module, .. } => (10.0 * module).round() as usize,
        _ => 0,
    }
}

const _: NativeMethod = jni::native_method! {
    java_type = "app.aldis.engine.FrameDoor",
    static raw extern fn feed(
        ticket: jlong, plane: java.nio.ByteBuffer, limit: jint, width: jint, height: jint, row_stride: jint,
    ) -> jlong,
    name = "feed",
    fn = feed,
    // It would panic outside of the catch, and Kotlin's declaration is static for good.
    abi_check = UnsafeNever,
};

/// `plane` is a direct buffer whose first `limit` bytes are rows of luma, `row_stride` bytes apart.
#[allow(clippy::too_many_arguments, reason = "two are JNI's own, and an object for the others would be one a frame")]
fn feed<'local>(
    mut env: EnvUnowned<'local>,
    _class: JClass<'local>,
    ticket: jlong,
    plane: JByteBuffer<'local>,
    limit: jint,
    width: jint,
    height: jint,
    row_stride: jint,
) -> jlong {
    let place = env
        .with_env(|env| -> jni::errors::Result<_> {
            Ok((env.get_direct_buffer_address(&plane)?, env.get_direct_buffer_capacity(&plane)?))
        })
        .into_outcome();
    let answer = caught(|| {
        let jni::Outcome::Ok((address, capacity)) = place else {
            return Answer::Unfit;
        };
        let Some(limit) = usize::try_from(limit).ok().filter(|&limit| limit <= capacity) else {
            return Answer::Unfit;
        };
        // SAFETY: a direct buffer of that capacity is at that address until this call returns, for the caller holds it.
        // The camera writes no more into a frame that it has handed out.
        let bytes = unsafe { std::slice::from_raw_parts(address, limit) };
        look(ticket, bytes, [width, height, row_stride])
    });
    answer.unwrap_or(Answer::Broken).to_bits()
}

/// The door behind the door: everything but the buffer.
pub(crate) fn look(ticket: i64, bytes: &[u8], geometry: [i32; 3]) -> Answer {
    let Some(scan) = u64::try_from(ticket).ok().and_then(ticket::redeem) else {
        return Answer::Closed;
    };
    let [Ok(width), Ok(height), Ok(stride)] = geometry.map(usize::try_from) else {
        return Answer::Unfit;
    };
    match LumaView::new(bytes, width, height, stride) {
        Ok(frame) => scan.feed(frame),
        Err(_) => Answer::Unfit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_code_from_being_read_is_a_number_of_its_own() {
        let unreadable = |why| Seen::Unreadable { module: 2.34, why };
        let said = [
            (Seen::Nothing, 0, 0),
            (Seen::Marks, 1, 0),
            (Seen::TooSmall { module: 1.26 }, 2, 13),
            (unreadable(Why::Unclear), 3, 23),
            (Seen::Stopped, 4, 0),
            (unreadable(Why::CutOff), 5, 23),
            (unreadable(Why::Glare), 6, 23),
            (unreadable(Why::Blurred { modules: 0.7 }), 7, 23),
            (unreadable(Why::Inverted), 8, 23),
            (Seen::TooSmall { module: f32::NAN }, 2, 0),
            (Seen::TooSmall { module: f32::INFINITY }, 2, 0xffff),
        ];
        for (seen, number, tenths) in said {
            assert_eq!(Answer::Nothing(seen).to_bits(), number << 8 | tenths << 16, "{seen:?}");
        }
        assert_eq!(Answer::Part { have: 3, need: 7 }.to_bits(), 1 | 3 << 16 | 7 << 32);
        assert_eq!((Answer::Found.to_bits(), Answer::Newer.to_bits(), Answer::NotOurs.to_bits()), (2, 3, 4));
    }
}
