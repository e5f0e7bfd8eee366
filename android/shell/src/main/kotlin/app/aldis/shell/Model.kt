package app.aldis.shell

/**
 * One screen without its looks: a [state] to draw, and what may happen on it. Lives on the main thread.
 *
 * @param S what there is to draw; a sealed type where the screen has several faces.
 * @param E what a person, or the phone, can do here.
 */
abstract class Model<S : Any, E : Any>(first: S) {
    /** What is to be drawn now. */
    var state: S = first
        protected set(value) {
            field = value
            watch(value)
        }

    /** Who draws it; told of every new state. */
    var watch: (S) -> Unit = {}

    abstract fun on(event: E)

    /** The screen is left, or the phone locks: secrets are wiped, what was begun is put away. */
    open fun close() = Unit
}
