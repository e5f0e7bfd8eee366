package app.aldis

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import app.aldis.engine.Found
import app.aldis.engine.Modules
import app.aldis.engine.Received
import app.aldis.shell.Where
import app.aldis.ui.CodeView
import java.io.File
import java.nio.file.Files
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Assume.assumeTrue
import org.junit.Test

/** The whole trip: the pixels of one phone's screen, a photo, a messenger, another screen, the other phone's camera. */
class CourierTest : PhoneTest() {
    private val source = File(System.getProperty("aldis.source") ?: "../..")
    private val aldis = File(source, "target/debug/aldis")
    private val folder = Files.createTempDirectory("courier").toFile()

    @After
    fun clean() {
        folder.deleteRecursively()
    }

    @Test
    fun ten_messages_go_each_way_through_the_courier() {
        assumeTrue("build the host tool first: cargo build -p cli", aldis.isFile)
        plugCamera()
        setUp()
        val bob = peer()
        val id = bob.meetQuietly(app.shell)
        var retaken = 0
        for (number in 1..10) {
            val text = "Message $number. Grüße, ${"x".repeat(number * 20)}"
            app.shell.go(Where.Home)
            app.shell.go(Where.Write(id))
            settle()
            type("Your message", text)
            press("Show as a code")
            val sent = screen()
            var found: Found? = null
            for (seed in 1..3) {
                found = carried(sent, number * 10 + seed, "1280x720").firstNotNullOfOrNull { bob.see(it.luma, it.width, it.height).firstOrNull() }
                if (found != null) break
                retaken++
            }
            val received = bob.receive(found ?: error("message $number was not read")) as Received.Message
            assertEquals(text, bob.read(received.id))
            press("Done")

            app.shell.go(Where.Scan)
            settle()
            val (width, height) = frameSize()
            val answer = onScreen(bob.write("Answer $number.").modules())
            for (seed in 1..3) {
                for (frame in carried(answer, number * 10 + seed, "${width}x$height")) if (!sees("A message from Bob.")) show(frame)
                if (sees("A message from Bob.")) break
                retaken++
            }
            press("Open")
            assertTrue(sees("Answer $number."))
            press("Burn it")
        }
        println("20 trips, $retaken photos taken again")
        assertTrue("$retaken of 20 photos had to be taken again", retaken <= 4)
    }

    @Test
    fun frames_of_every_shape_are_read() {
        plugCamera()
        setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        val turns = listOf<(Picture) -> Picture>({ it }, { it.upsideDown() }, { it.mirrored() })
        for (padding in listOf(0, 1, 16, 63, 384)) for ((at, turn) in turns.withIndex()) {
            app.shell.go(Where.Scan)
            settle()
            show(bob.write("Row padding $padding, turn $at.").modules(), padding, turn)
            assertTrue("padding $padding, turn $at: ${words()}", sees("A message from Bob."))
            press("Open")
            assertTrue(sees("Row padding $padding, turn $at."))
            press("Burn and answer")
            // An answer, so that no twenty codes are out without one.
            type("Your message", "Read.")
            press("Show as a code")
            bob.receive(shownTo(bob).single())
            press("Done")
        }
    }

    /** What this phone's screen shows. */
    private fun screen(): Bitmap {
        val view = anyView { it is CodeView && it.isShown } as CodeView
        return Bitmap.createBitmap(view.width, view.height, Bitmap.Config.ARGB_8888).also { view.draw(Canvas(it)) }
    }

    /** What another phone's screen shows. */
    private fun onScreen(modules: Modules): Bitmap {
        val side = modules.side.toInt()
        val bitmap = Bitmap.createBitmap((side + 8) * 6, (side + 8) * 6, Bitmap.Config.ARGB_8888)
        bitmap.eraseColor(Color.WHITE)
        for (y in 0 until side * 6) for (x in 0 until side * 6) {
            if (modules.dark[y / 6 * side + x / 6].toInt() != 0) bitmap.setPixel(x + 24, y + 24, Color.BLACK)
        }
        return bitmap
    }

    /** The frames of the second camera, after photo, messenger and the other screen. */
    private fun carried(shown: Bitmap, seed: Int, camera: String): Sequence<Picture> {
        val picture = File(folder, "shown.png").also { file -> file.outputStream().use { shown.compress(Bitmap.CompressFormat.PNG, 100, it) } }
        val out = File(folder, "frames").apply { deleteRecursively() }
        val process = ProcessBuilder(
            aldis.path, "courier", "--profile", "signal-standard", "--preset", "fair", "--seed", "$seed", "--frames", "6",
            "--camera", camera, picture.path, out.path,
        ).redirectErrorStream(true).start()
        val said = process.inputStream.readBytes().decodeToString()
        check(process.waitFor() == 0) { said }
        return out.listFiles().orEmpty().sorted().asSequence().map(::read)
    }

    private fun read(file: File): Picture {
        val bitmap = BitmapFactory.decodeFile(file.path)
        val pixels = IntArray(bitmap.width * bitmap.height)
        bitmap.getPixels(pixels, 0, bitmap.width, 0, 0, bitmap.width, bitmap.height)
        return Picture(bitmap.width, bitmap.height, ByteArray(pixels.size) { (pixels[it] and 0xff).toByte() })
    }
}
