package app.aldis.engine

import java.nio.ByteBuffer

/** What a call costs before anything is read: for scripts/bench-android. */
object DoorBench {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val frame = ByteBuffer.allocateDirect(1280 * 720)
        Scan().use { scan ->
            val ticket = scan.ticket().toLong()
            // Both cross the border, look the ticket up, and stop there; the second has the buffer looked at too.
            measure("the frame door, ticket of a closed scan") { FrameDoor.feed(0, frame, frame.limit(), 1280, 720, 1280) }
            measure("the frame door, a frame that does not fit") { FrameDoor.feed(ticket, frame, frame.limit(), 1281, 720, 1281) }
            measure("a call through UniFFI") { scan.ticket().toLong() }
        }
    }

    private fun measure(name: String, call: () -> Long) {
        repeat(20_000) { call() }
        // The best of many short runs: others are at work on this computer.
        val best = (1..50).minOf {
            val start = System.nanoTime()
            repeat(1000) { call() }
            System.nanoTime() - start
        }
        println("%-44s %8.2f us a call on this JVM".format(name, best / 1_000_000.0))
    }
}
