package app.aldis.shell

import java.io.File
import java.nio.file.Files
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test

/** The shell with the real engine, without a screen. */
class ShellTest {
    private val folder: File = Files.createTempDirectory("vault").toFile()
    private val work = HandWork()
    private val keys = MemoryKeys()
    private val keyFiles = MemoryShelf()
    private val notes = MemoryShelf()
    private val passphrase = "wall lamp drawer boat six"
    private var shells = ArrayList<Shell>()

    /** A new process over the same files. */
    private fun start(): Shell {
        val epochs = Epochs(keyFiles, keys, java.security.SecureRandom()::nextBytes, work::now, { 20_800 }, {})
        return Shell(folder, epochs, Notes(notes), work).also {
            shells.add(it)
            it.start()
            work.pass(0)
        }
    }

    /** An event, and what comes of it at once. */
    private fun <E : Any> Model<*, E>.does(event: E) {
        on(event)
        work.pass(0)
    }

    /** The process ends: what it held of the engine goes with it. */
    private fun Shell.dies() {
        left()
        work.pass(0)
        val holder = Shell::class.java.getDeclaredField("holder").apply { isAccessible = true }.get(this)
        (holder.javaClass.methods.find { it.name == "getPhone" }?.apply { isAccessible = true }?.invoke(holder) as? AutoCloseable)?.close()
        shells.remove(this)
    }

    private fun Shell.locks() {
        lock()
        work.pass(0)
    }

    @After
    fun clean() {
        shells.forEach { it.left() }
        folder.deleteRecursively()
    }

    private fun setUp(): Shell {
        val shell = start()
        (shell.model as ThisPhoneModel).does(ThisPhoneModel.Event.Continue)
        val model = shell.model as SetUpModel
        model.does(SetUpModel.Event.Understood)
        model.does(SetUpModel.Event.WantOwn)
        model.does(SetUpModel.Event.UseOwn(passphrase.toCharArray()))
        model.does(SetUpModel.Event.TypedAgain("$passphrase ".toCharArray()))
        assertTrue(shell.model is HomeModel)
        return shell
    }

    private fun Shell.unlock(text: String): Any {
        val model = model as UnlockModel
        (model.state as? UnlockModel.State.Ask)?.let { work.pass(it.wait * 1000L) }
        model.does(UnlockModel.Event.Unlock(text.toCharArray()))
        return (this.model as? UnlockModel)?.state ?: this.model
    }

    @Test
    fun wrong_passphrases_are_counted_warned_of_and_burn_at_the_tenth() {
        val shell = setUp()
        shell.locks()
        val first = shell.unlock("wrong 1") as UnlockModel.State.Ask
        assertEquals(UnlockModel.Wrong.WRONG, first.wrong)
        assertEquals(9, first.left)
        val same = shell.unlock("wrong 1") as UnlockModel.State.Ask
        assertEquals("the same twice counts once", UnlockModel.Wrong.SAME, same.wrong)
        assertEquals(9, same.left)
        for (number in 2..9) {
            val ask = shell.unlock("wrong $number") as UnlockModel.State.Ask
            assertEquals(10 - number, ask.left)
            assertEquals("from the seventh on it says what is lost", number >= 6, ask.isAboutToLose)
            assertEquals("waits grow from the fourth on", number >= 4, ask.wait > 0)
        }
        assertEquals(UnlockModel.State.Burned, shell.unlock("wrong 10"))
        (shell.model as UnlockModel).does(UnlockModel.Event.StartOver)
        assertTrue(shell.model is ThisPhoneModel)
        assertTrue("no key outlives a burn", keys.held.isEmpty() && keyFiles.files.isEmpty())
        assertEquals(emptyList<File>(), folder.listFiles().orEmpty().filter { it.length() > 0 })
    }

    @Test
    fun a_wait_cannot_be_jumped() {
        val shell = setUp()
        shell.locks()
        for (number in 1..4) shell.unlock("wrong $number")
        val model = shell.model as UnlockModel
        val ask = model.state as UnlockModel.State.Ask
        assertEquals(5, ask.wait)
        model.does(UnlockModel.Event.Unlock(passphrase.toCharArray()))
        assertTrue("nothing happened", shell.model === model && model.state == ask)
        work.pass(2_000)
        assertEquals(3, (model.state as UnlockModel.State.Ask).wait)
        work.pass(3_000)
        assertTrue(shell.unlock(passphrase) is HomeModel)
    }

    @Test
    fun every_unlock_begins_a_new_epoch() {
        val shell = setUp()
        val before = keyFiles.files.keys.single()
        shell.locks()
        shell.unlock(passphrase)
        assertTrue(keyFiles.files.keys.single() != before)
        assertEquals(1, keys.held.size)
        assertFalse((shell.model as HomeModel).state.epochFailed)
        shell.locks()
        keys.trouble = { KeyTrouble(KeyTrouble.Kind.TRANSIENT) }
        shell.unlock(passphrase)
        assertTrue("kept, and said", (shell.model as HomeModel).state.epochFailed)
    }

    @Test
    fun a_process_that_died_comes_back_locked() {
        setUp().dies()
        val again = start()
        assertTrue(again.model is UnlockModel)
        assertTrue(again.unlock(passphrase) is HomeModel)
    }

    @Test
    fun a_phone_without_its_key_says_so_and_offers_a_way_out() {
        setUp().dies()
        keys.held.clear()
        val again = start()
        assertEquals(UnlockModel.State.Stuck(Refused.KEY_GONE), (again.model as UnlockModel).state)
        (again.model as UnlockModel).does(UnlockModel.Event.StartOver)
        assertTrue(again.model is ThisPhoneModel)
    }

    @Test
    fun minutes_without_a_touch_lock() {
        val shell = setUp()
        work.pass(5 * 60_000 - 1)
        assertTrue(shell.isUnlocked)
        work.pass(1)
        assertFalse(shell.isUnlocked)
        assertTrue(shell.model is UnlockModel)
    }

    @Test
    fun a_breach_stays_until_it_was_seen() {
        val shell = setUp()
        shell.read(Readings(airplane = true, wifi = false))
        assertTrue((shell.model as HomeModel).state.breaches.isEmpty())
        shell.read(Readings(airplane = true, wifi = true))
        shell.read(Readings(airplane = true, wifi = false))
        assertEquals(setOf(Check.WIFI), (shell.model as HomeModel).state.breaches)
        shell.dies()
        val again = start()
        assertEquals("the process died in between", setOf(Check.WIFI), again.breaches)
        again.unlock(passphrase)
        (again.model as HomeModel).does(HomeModel.Event.BreachSeen)
        assertTrue((again.model as HomeModel).state.breaches.isEmpty())
    }

    @Test
    fun the_passphrase_is_changed() {
        val shell = setUp()
        shell.go(Where.NewPassphrase)
        val model = shell.model as NewPassphraseModel
        fun change(old: String, new: String, again: String) = model.does(NewPassphraseModel.Event.Change(old.toCharArray(), new.toCharArray(), again.toCharArray()))
        change(passphrase, "one", "two")
        assertTrue((model.state as NewPassphraseModel.State.Ask).notTheSame)
        change("not it", "quite another one", "quite another one")
        assertEquals(Refused.WRONG_PASSPHRASE, (model.state as NewPassphraseModel.State.Ask).refused)
        change(passphrase, "quite another one", "quite another one")
        assertEquals(NewPassphraseModel.State.Done, model.state)
        shell.locks()
        assertTrue(shell.unlock(passphrase) is UnlockModel.State.Ask)
        assertTrue(shell.unlock("quite another one") is HomeModel)
    }

    @Test
    fun everything_can_be_burned() {
        val shell = setUp()
        shell.go(Where.Settings)
        (shell.model as SettingsModel).does(SettingsModel.Event.BurnEverything)
        assertTrue(shell.model is ThisPhoneModel)
        assertTrue(keys.held.isEmpty())
        assertTrue(start().model is ThisPhoneModel)
    }

    @Test
    fun a_full_disk_is_said_and_nothing_is_half_made() {
        val shell = start()
        // The folder is a file: no disk takes it.
        folder.deleteRecursively()
        folder.writeText("full")
        (shell.model as ThisPhoneModel).does(ThisPhoneModel.Event.Continue)
        val model = shell.model as SetUpModel
        model.does(SetUpModel.Event.Understood)
        model.does(SetUpModel.Event.UseWords)
        val words = SetUpModel::class.java.getDeclaredField("passphrase").apply { isAccessible = true }.get(model) as CharArray
        model.does(SetUpModel.Event.TypedAgain(words.copyOf()))
        assertEquals(Refused.DISK_FAILED, (model.state as SetUpModel.State.Again).refused)
        assertTrue("no key is left behind", keys.held.isEmpty())
        folder.delete()
    }

    @Test
    fun what_was_typed_is_wiped() {
        val shell = start()
        (shell.model as ThisPhoneModel).does(ThisPhoneModel.Event.Continue)
        val model = shell.model as SetUpModel
        model.does(SetUpModel.Event.Understood)
        val words = (model.state as SetUpModel.State.Words).letters
        assertEquals(4, words.count { it == ' ' })
        model.does(SetUpModel.Event.UseWords)
        shell.left().also { work.pass(0) }
        val kept = SetUpModel::class.java.getDeclaredField("passphrase").apply { isAccessible = true }.get(model) as CharArray
        assertTrue(kept.isNotEmpty() && kept.all { it == '\u0000' })
        assertTrue(shell.model is SetUpModel)
    }

    @Test
    fun no_place_is_reached_while_locked() {
        val shell = setUp()
        shell.locks()
        for (where in listOf(Where.Home, Where.Scan, Where.Write(), Where.Settings, Where.Read(1))) {
            shell.go(where)
            work.pass(0)
            assertTrue("$where", shell.model is UnlockModel)
        }
        assertNull((shell.model as UnlockModel).state.let { (it as? UnlockModel.State.Ask)?.wrong })
    }
}
