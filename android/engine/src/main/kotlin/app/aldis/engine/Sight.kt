package app.aldis.engine

/** What one frame gave, as [FrameDoor.feed] says it. No object: the number itself. */
@JvmInline
value class Sight(private val bits: Long) {
    val state: State
        get() = STATES.getOrElse((bits and 0xff).toInt()) { State.Broken }

    /** Of [State.Nothing]: what was seen instead of a code. */
    val hint: Hint
        get() = HINTS.getOrElse((bits shr 8 and 0xff).toInt()) { Hint.Nothing }

    /** Of [State.Part]: different parts so far. */
    val have: Int
        get() = (bits shr 16 and 0xffff).toInt()

    /** Of [State.Part]: parts needed at least; now and then one more. */
    val need: Int
        get() = (bits shr 32 and 0xffff).toInt()

    enum class State {
        /** No code was read; [hint] says what was seen. */
        Nothing,

        /** Part of a moving code, or of several codes: [have] of [need]. */
        Part,

        /** Something whole waits for [Scan.take]. */
        Found,

        /** A newer Aldis made it. */
        Newer,

        /** A code, and not one of ours. */
        NotOurs,

        /** The scan was closed. */
        Closed,

        /** No picture: sides, stride and length do not fit each other. */
        Unfit,

        /** A mistake of the engine; the log has its place. The scan began anew. */
        Broken,
    }

    enum class Hint {
        /** Nothing that looks like a code. */
        Nothing,

        /** Part of a code, or a lookalike. */
        Marks,

        /** A code whose modules are too small: come closer, or zoom on the other phone. */
        TooSmall,

        /** A code that could not be read: blurred, hidden, tilted or damaged. */
        Unreadable,

        /** The picture holds more than could be looked at in time. */
        Stopped,
    }

    private companion object {
        // `entries` would be asked for at every frame, `values()` would copy.
        val STATES = State.entries.toTypedArray()
        val HINTS = Hint.entries.toTypedArray()
    }
}
