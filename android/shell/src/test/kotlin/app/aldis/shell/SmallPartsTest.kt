package app.aldis.shell

import app.aldis.engine.Refusal
import java.io.File
import java.nio.file.Files
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

class SmallPartsTest {
    @Test
    fun the_shell_knows_no_android() {
        val source = File(System.getProperty("aldis.source") ?: "../..")
        val files = File(source, "android/shell/src/main").walk().filter { it.extension == "kt" }.toList()
        assertTrue(files.size > 15)
        assertEquals(emptyList<String>(), files.filter { "import android" in it.readText() || "java.net" in it.readText() }.map { it.name })
    }

    @Test
    fun letters_cross_as_utf8_and_are_wiped() {
        val letters = "Grüße 你好 \uD83D\uDD6F".toCharArray()
        lateinit var seen: java.nio.ByteBuffer
        val bytes = utf8(letters) { buffer ->
            seen = buffer
            ByteArray(buffer.remaining()).also { buffer.duplicate().get(it) }
        }
        assertArrayEquals("Grüße 你好 \uD83D\uDD6F".encodeToByteArray(), bytes)
        assertTrue((0 until seen.capacity()).all { seen.get(it).toInt() == 0 })
        assertEquals(0, utf8(CharArray(0)) { it.remaining() })
        assertEquals("half a pair", 1, utf8(charArrayOf('\uD83D')) { it.remaining() })
    }

    @Test
    fun blanks_at_the_ends_of_a_passphrase_do_not_count() {
        assertArrayEquals("wall lamp".toCharArray(), trimmed(" wall lamp \n".toCharArray()))
        assertEquals(0, trimmed("  ".toCharArray()).size)
    }

    @Test
    fun a_room_says_how_much_is_left_in_any_script() {
        assertEquals(719, WriteModel.measure("0123456789").left)
        val russian = WriteModel.measure("привет, мир")
        assertTrue("${russian.left}", russian.left in 370..400)
        assertEquals(CodeSize.NORMAL, WriteModel.measure("").size)
        assertEquals(CodeSize.LONG, WriteModel.measure("x".repeat(298)).size)
        assertEquals(0, WriteModel.measure("x".repeat(729)).left)
        assertEquals(-1, WriteModel.measure("x".repeat(730)).left)
        assertEquals(-1, WriteModel.measure("ж".repeat(365)).left)
    }

    @Test
    fun a_guess_is_never_kind_to_what_is_easy() {
        val cases = mapOf(
            "" to Guess.INSTANTLY, "aaaaaaaaaaaaaaaaaaaa" to Guess.INSTANTLY, "password" to Guess.INSTANTLY,
            "12345678" to Guess.INSTANTLY, "Anna1984" to Guess.INSTANTLY, "lamp lamp lamp lamp lamp" to Guess.INSTANTLY,
            "correct horse battery" to Guess.WEAK, "correct horse battery staple" to Guess.FAIR,
            "wall lamp drawer boat six" to Guess.FAIR, "gravel lantern drawer bottle sixty" to Guess.STRONG,
        )
        for ((text, wanted) in cases) assertEquals("\"$text\" has ${bits(text.toCharArray())} bits", wanted, guess(text.toCharArray()))
    }

    @Test
    fun the_air_gap_is_judged_and_what_is_not_known_is_said() {
        val good = Readings(true, false, false, false, false, false, false, false, true, 20_000, 20_100)
        assertTrue(findings(good, Tier.TEE).all { it.level == Level.GOOD })
        assertTrue(findings(Readings(), null).all { it.level == Level.UNKNOWN })
        assertTrue("what is not known is no breach", breaches(findings(Readings(), null)).isEmpty())
        val open = findings(good.copy(airplane = false, wifi = true, patchDay = 100), Tier.SOFTWARE)
        assertEquals(setOf(Check.AIRPLANE, Check.WIFI), breaches(open))
        assertEquals("what she cannot change is not red", Level.NOTE, open.single { it.check == Check.PATCH }.level)
        assertEquals(Level.NOTE, open.single { it.check == Check.HARDWARE }.level)
    }

    @Test
    fun the_timer_locks_after_its_minutes_asleep_or_awake() {
        val work = HandWork()
        var locked = 0
        val timer = LockTimer(work) { locked++ }
        timer.start()
        work.pass(4 * 60_000)
        timer.touch()
        work.pass(4 * 60_000)
        assertEquals("touched", 0, locked)
        work.pass(60_000)
        assertEquals(1, locked)
        work.pass(60 * 60_000)
        assertEquals("once", 1, locked)
        timer.start()
        work.sleep(6 * 60_000)
        timer.look()
        assertEquals("slept through", 2, locked)
        timer.start()
        timer.stop()
        work.pass(60 * 60_000)
        assertEquals(2, locked)
    }

    @Test
    fun a_camera_is_asked_for_what_it_can_do() {
        val display = PictureSize(480, 800)
        fun ladder(vararg sizes: Pair<Int, Int>, on: PictureSize = PictureSize(1080, 2160)) = sizeLadder(sizes.map { PictureSize(it.first, it.second) }, on)
        assertEquals(PictureSize(1280, 720), ladder(4000 to 3000, 1920 to 1080, 1280 to 720, 640 to 480).first())
        assertEquals(listOf(PictureSize(1280, 720), PictureSize(640, 480), PictureSize(1920, 1080), PictureSize(4000, 3000)), ladder(4000 to 3000, 1920 to 1080, 1280 to 720, 640 to 480))
        assertEquals("no more than its display", PictureSize(640, 480), ladder(1920 to 1080, 1280 to 720, 640 to 480, on = display).first())
        assertEquals("better too large than none", PictureSize(2048, 1536), ladder(4000 to 3000, 2048 to 1536).first())
        assertEquals(listOf(PictureSize(640, 480)), ladder())
    }

    @Test
    fun a_shelf_holds_files_whole_or_not_at_all() {
        val folder = Files.createTempDirectory("shelf").toFile()
        val shelf = FolderShelf(folder)
        shelf.put("one", byteArrayOf(1, 2))
        shelf.put("one", byteArrayOf(3))
        File(folder, "two.new").writeBytes(byteArrayOf(9))
        assertEquals(listOf("one"), shelf.names())
        assertArrayEquals(byteArrayOf(3), shelf.read("one"))
        assertNull(shelf.read("two"))
        shelf.delete("one")
        shelf.delete("one")
        assertTrue(shelf.names().isEmpty())
        folder.deleteRecursively()
    }

    @Test
    fun notes_outlive_the_process() {
        val shelf = MemoryShelf()
        Notes(shelf).run {
            assertEquals(5, lockMinutes)
            lockMinutes = 15
            breaches = setOf(Check.WIFI, Check.SIM)
        }
        assertEquals(15, Notes(shelf).lockMinutes)
        assertEquals(setOf(Check.WIFI, Check.SIM), Notes(shelf).breaches)
        Notes(shelf).breaches = emptySet()
        assertTrue(Notes(shelf).breaches.isEmpty())
    }

    @Test
    fun both_guides_have_the_same_pages() {
        val source = File(System.getProperty("aldis.source") ?: "../..")
        val (english, german) = listOf("docs/guide.md", "docs/guide.de.md").map { Guide.parse(File(source, it).readText()) }
        assertEquals(english.chapters.size, german.chapters.size)
        assertTrue(english.chapters.size >= 15)
        for ((one, other) in english.chapters.zip(german.chapters)) {
            assertEquals("${one.title} / ${other.title}", one.paragraphs.map { it.kind to it.number }, other.paragraphs.map { it.kind to it.number })
            assertFalse(one.paragraphs.any { "**" in it.text || "`" in it.text })
        }
        assertEquals(listOf(1, 2, 3), english.chapters[0].paragraphs.filter { it.kind == Guide.Kind.STEP }.map { it.number }.take(3))
    }

    @Test
    fun whatever_a_verb_throws_has_a_sentence() {
        assertEquals(Refused.NAME_TAKEN, Refused.of(Refusal.NameTaken()))
        assertEquals(Refused.KEY_GONE, Refused.of(KeyTrouble(KeyTrouble.Kind.GONE)))
        assertEquals(Refused.KEY_BROKEN, Refused.of(KeyTrouble(KeyTrouble.Kind.TRANSIENT)))
        assertEquals(Refused.DISK_FAILED, Refused.of(java.io.IOException()))
        assertEquals(Refused.BROKEN, Refused.of(IllegalStateException()))
    }
}
