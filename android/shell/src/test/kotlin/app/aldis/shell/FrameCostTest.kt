package app.aldis.shell

import com.sun.management.ThreadMXBean
import java.lang.management.ManagementFactory
import java.nio.ByteBuffer
import org.junit.Assert.assertEquals
import org.junit.Test

/** What a camera's frame costs Kotlin: nothing, thirty times a second. */
class FrameCostTest {
    @Test
    fun a_frame_of_1280_by_720_without_news_leaves_no_object() {
        val loop = ScanLoop(HandWork(), {}, {}, {})
        val gray = ByteBuffer.allocateDirect(WIDTH * HEIGHT)
        for (at in 0 until gray.capacity()) gray.put(at, 120)
        val threads = ManagementFactory.getThreadMXBean() as ThreadMXBean
        val own = Thread.currentThread().id
        fun look(times: Int): Long {
            val before = threads.getThreadAllocatedBytes(own)
            repeat(times) { loop.frame(gray, gray.capacity(), WIDTH, HEIGHT, WIDTH) }
            return threads.getThreadAllocatedBytes(own) - before
        }
        // Classes are loaded, and the count itself has its own cost.
        look(50)
        val none = look(0)
        val frames = look(200) - none
        loop.close()
        println("200 frames of 1280x720 through the scan loop: $frames bytes of objects")
        assertEquals(0, frames)
    }

    private companion object {
        const val WIDTH = 1280
        const val HEIGHT = 720
    }
}
