package app.aldis.shell

import app.aldis.engine.Reel

/** How fast a moving code moves. */
enum class Pace(internal val milliseconds: Long?) { TWO_A_SECOND(500), SLOWER(1000), BY_HAND(null) }

/** One code of a moving code, on the screen now. @property number from 1. */
data class Frame(val code: Grid, val number: Int, val pace: Pace)

/** Shows the codes of a reel in turn, and closes it at the end. */
internal class ReelPlayer(private val work: Work, private val reel: Reel, private val show: (Frame) -> Unit) : AutoCloseable {
    private var number = 0
    private var pace = Pace.TWO_A_SECOND
    private var waiting: Work.Cancel? = null

    fun start() = draw()

    /** The code stays where it is, and off the screen, until [start]. */
    fun pause() {
        waiting?.cancel()
    }

    fun pace(next: Pace) {
        pace = next
        draw()
    }

    fun next() {
        number++
        draw()
    }

    private fun draw() {
        waiting?.cancel()
        show(Frame(reel.modules(number.toUInt()).grid(), number + 1, pace))
        waiting = pace.milliseconds?.let { work.later(it, ::next) }
    }

    override fun close() {
        waiting?.cancel()
        reel.close()
    }
}
