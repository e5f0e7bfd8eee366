package app.aldis.shell

import app.aldis.engine.Clock
import app.aldis.engine.FrameDoor
import app.aldis.engine.LockedPhone
import app.aldis.engine.Phone
import app.aldis.engine.Profile
import app.aldis.engine.Scan
import app.aldis.engine.Sight
import java.io.File
import java.nio.ByteBuffer
import java.nio.file.Files
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Test

/** What is used long does not grow: frames, opened and closed phones, screens of the shell. */
class GrowthTest {
    @Test
    fun ten_thousand_frames_leave_nothing_behind() {
        val frames = List(8) { seed -> ByteBuffer.allocateDirect(WIDTH * HEIGHT).also { fill(it, seed) } }
        fun look(times: Int) = Scan().use { scan ->
            repeat(times) {
                val answer = FrameDoor.feed(scan.ticket().toLong(), frames[it % frames.size], WIDTH * HEIGHT, WIDTH, HEIGHT, WIDTH)
                check(!Sight.isBroken(answer) && !Sight.isUnfit(answer))
            }
        }
        assertBounded("frames") { look(10_000) }
    }

    @Test
    fun a_thousand_opened_phones_leave_nothing_behind() {
        val folder = Files.createTempDirectory("grow").toFile()
        val none = ByteBuffer.allocateDirect(32)
        val passphrase = "wall lamp drawer boat six".toCharArray()
        utf8(passphrase) { Phone.setUp(folder.path, it, none, Profile.SMALL, Clock.system()) }.run {
            lock().close()
            close()
        }
        fun open(times: Int) = repeat(times) {
            LockedPhone.open(folder.path, none, Clock.system()).use { check(it.tries().used == 0u) }
        }
        assertBounded("opened phones") { open(1_000) }
        folder.deleteRecursively()
    }

    /** Warm first: the heaps of the JVM and of the C library find their sizes. Then what one more round adds is bounded. */
    private fun assertBounded(what: String, round: () -> Unit) {
        assumeTrue("no /proc here", File("/proc/self/status").isFile)
        round()
        round()
        val before = settled()
        round()
        val grown = settled() - before
        println("$what: $grown KiB more")
        assertTrue("$what: $grown KiB more", grown < MOST_KIB)
    }

    private fun settled(): Long {
        repeat(3) {
            System.gc()
            Thread.sleep(50)
        }
        return File("/proc/self/status").readLines().first { it.startsWith("VmRSS") }.filter(Char::isDigit).toLong()
    }

    private fun fill(plane: ByteBuffer, seed: Int) {
        var state = seed * 2_654_435_761L + 1
        for (at in 0 until plane.capacity()) {
            state = state * 6_364_136_223_846_793_005L + 1
            // One in eight is noise, which takes the reader long; the others are plain.
            plane.put(at, if (seed == 0) (state ushr 40).toByte() else (100 + seed).toByte())
        }
    }

    private companion object {
        const val WIDTH = 160
        const val HEIGHT = 120

        /** Of a frame 1.6 KiB, of an opened phone 16: the heaps breathe in steps of 12 MiB. */
        const val MOST_KIB = 16 * 1024L
    }
}
