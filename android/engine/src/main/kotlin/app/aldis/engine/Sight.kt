package app.aldis.engine

/**
 * What one frame gave, as [FrameDoor.feed] answers it: one number, read here without an object.
 *
 * Bits 0 to 7 are the state, 8 to 15 what was seen instead of a code, 16 to 31 the parts so far, 32 to 47 the parts
 * needed; where a code is there and was not read, [tenths] in 16 to 31. Equal answers are equal news.
 */
object Sight {
    /** No code was read; one of [isMarks] to [isInverted] may say what was seen. */
    fun isNothing(answer: Long) = state(answer) == 0

    /** Part of a moving code, or of several codes: [have] of [need]. */
    fun isPart(answer: Long) = state(answer) == 1

    /** Something whole waits for [Scan.take]. */
    fun isFound(answer: Long) = state(answer) == 2

    /** A newer Aldis made it. */
    fun isNewer(answer: Long) = state(answer) == 3

    /** A code, and not one of ours. */
    fun isNotOurs(answer: Long) = state(answer) == 4

    /** The scan was closed. */
    fun isClosed(answer: Long) = state(answer) == 5

    /** No picture: sides, stride and length do not fit each other. */
    fun isUnfit(answer: Long) = state(answer) == 6

    /** A mistake of the engine; the log has its place. The scan began anew. */
    fun isBroken(answer: Long) = state(answer) == 7

    /** Part of a code, or a lookalike. */
    fun isMarks(answer: Long) = isNothing(answer) && seen(answer) == 1

    /** A code whose modules are too small: come closer, or zoom on the other phone. */
    fun isTooSmall(answer: Long) = isNothing(answer) && seen(answer) == 2

    /** A code that could not be read, and nothing says why: hidden, tilted or damaged. */
    fun isUnreadable(answer: Long) = isNothing(answer) && seen(answer) == 3

    /** The picture holds more than could be looked at in time. */
    fun isStopped(answer: Long) = isNothing(answer) && seen(answer) == 4

    /** A code of which a part lies outside of the picture. */
    fun isCutOff(answer: Long) = isNothing(answer) && seen(answer) == 5

    /** A code with a bright spot on it. */
    fun isGlare(answer: Long) = isNothing(answer) && seen(answer) == 6

    /** A code that the lens or the hand has blurred. */
    fun isBlurred(answer: Long) = isNothing(answer) && seen(answer) == 7

    /** A code that stands light on dark. */
    fun isInverted(answer: Long) = isNothing(answer) && seen(answer) == 8

    /** Tenths of a pixel that a module has of a code which was not read; 0 where there is none. */
    fun tenths(answer: Long) = if (isNothing(answer)) have(answer) else 0

    /** Different parts so far. */
    fun have(answer: Long) = (answer shr 16 and 0xffff).toInt()

    /** Parts needed at least; now and then one more. */
    fun need(answer: Long) = (answer shr 32 and 0xffff).toInt()

    private fun state(answer: Long) = (answer and 0xff).toInt()

    private fun seen(answer: Long) = (answer shr 8 and 0xff).toInt()
}
