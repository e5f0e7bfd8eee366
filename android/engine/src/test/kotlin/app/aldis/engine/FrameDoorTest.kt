package app.aldis.engine

import com.sun.management.ThreadMXBean
import java.lang.management.ManagementFactory
import java.nio.ByteBuffer
import kotlin.concurrent.thread
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class FrameDoorTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val code by lazy { Reels.first(folder.root.toPath().phone("phone").startMeeting("Bob")) }

    @Test
    fun rows_may_be_longer_than_the_picture_and_the_picture_turned() {
        for (slack in listOf(0, 1, 16, 63)) for (quarters in 0..3) {
            Scan().use { assertTrue(Sight.isPart(Frame(code, slack, quarters).show(it)), "$slack bytes, $quarters quarters") }
        }
    }

    @Test
    fun a_part_says_how_many_there_are() {
        Scan().use { scan ->
            val answer = Frame(code).show(scan)
            assertEquals(1, Sight.have(answer))
            assertEquals(9, Sight.need(answer))
            assertEquals(answer, Frame(code).show(scan), "a repeated frame is no news")
        }
    }

    @Test
    fun geometry_that_lies_is_refused() {
        val frame = Frame(code)
        Scan().use { scan ->
            val ticket = scan.ticket().toLong()
            fun feed(limit: Int, width: Int, height: Int, stride: Int, plane: ByteBuffer = frame.plane) =
                FrameDoor.feed(ticket, plane, limit, width, height, stride)
            val (limit, side) = frame.limit to frame.side
            val lies = listOf(
                listOf(limit - 1, side, side, side), listOf(limit + 1, side, side, side), listOf(limit, side, side + 1, side),
                listOf(limit, side, side, side - 1), listOf(limit, side + 1, side, side), listOf(-1, side, side, side),
                listOf(limit, 0, side, side), listOf(limit, side, 0, side), listOf(limit, -side, -side, -side),
                listOf(limit, Int.MAX_VALUE, Int.MAX_VALUE, Int.MAX_VALUE), listOf(limit, 1, limit, 1), listOf(0, 0, 0, 0),
                listOf(Int.MIN_VALUE, Int.MIN_VALUE, Int.MIN_VALUE, Int.MIN_VALUE), listOf(limit, 50_000, 50_000, 1),
            )
            for (lie in lies) assertTrue(Sight.isUnfit(feed(lie[0], lie[1], lie[2], lie[3])), "$lie")
            assertTrue(Sight.isUnfit(feed(side * side, side, side, side, ByteBuffer.allocate(side * side))), "not direct")
            assertTrue(Sight.isUnfit(feed(0, side, side, side, ByteBuffer.allocateDirect(0))), "empty")
            assertTrue(Sight.isPart(feed(limit, side, side, side)), "and the door still works")
        }
    }

    @Test
    fun a_late_frame_after_close_finds_nobody() {
        val frame = Frame(code)
        val scan = Scan()
        val ticket = scan.ticket().toLong()
        var last = 0L
        val camera = thread {
            do last = FrameDoor.feed(ticket, frame.plane, frame.limit, frame.side, frame.side, frame.stride) while (!Sight.isClosed(last))
        }
        Thread.sleep(50)
        scan.close()
        camera.join()
        assertTrue(Sight.isClosed(last))
        for (nobody in listOf(ticket, 0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE)) {
            assertTrue(Sight.isClosed(FrameDoor.feed(nobody, frame.plane, frame.limit, frame.side, frame.side, frame.stride)))
        }
    }

    @Test
    fun a_frame_allocates_nothing_in_kotlin() {
        val frame = Frame(code)
        val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean
        Scan().use { scan ->
            val ticket = scan.ticket().toLong()
            var read = 0
            fun frames(count: Int) = repeat(count) {
                if (Sight.isPart(FrameDoor.feed(ticket, frame.plane, frame.limit, frame.side, frame.side, frame.stride))) read++
            }
            frames(100)
            val before = threads.getThreadAllocatedBytes(Thread.currentThread().id)
            frames(100)
            assertTrue(threads.getThreadAllocatedBytes(Thread.currentThread().id) - before < 1000, "bytes for 100 frames, the count's own included")
            assertTrue(read > 50, "$read of 200 frames were read")
        }
    }

    @Test
    fun ten_thousand_frames_and_a_thousand_scans_leave_nothing_behind() {
        val frame = Frame(code)
        val gray = ByteBuffer.allocateDirect(320 * 240)
        fun round(scans: Int) = repeat(scans) {
            Scan().use { scan ->
                assertTrue(Sight.isPart(frame.show(scan)))
                repeat(9) { assertTrue(Sight.isNothing(FrameDoor.feed(scan.ticket().toLong(), gray, gray.limit(), 320, 240, 320))) }
            }
        }
        round(50)
        System.gc()
        val before = resident()
        round(1000)
        System.gc()
        assertTrue(resident() - before < 64_000, "KiB more: ${resident() - before}")
    }

    /** KiB of memory that this process has, the engine's included. */
    private fun resident(): Int = java.io.File("/proc/self/status").readLines()
        .first { it.startsWith("VmRSS:") }.filter(Char::isDigit).toInt()
}

private object Reels {
    fun first(reel: Reel): Modules = reel.modules(0u)
}
