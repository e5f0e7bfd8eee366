package app.aldis.shell

import app.aldis.engine.Refusal
import java.nio.ByteBuffer
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test

/** Hardware secrets, one after another, with the power gone between any two steps. */
class EpochsTest {
    private val power = Power()
    private val shelf = MemoryShelf(power)
    private val keys = MemoryKeys(power)
    private var drawn = 0
    private var day = 100
    private var time = 0L

    /** The vault: it opens under one secret, and a new one takes the old one's place whole. */
    private var vault: ByteArray? = null

    private fun epochs() = Epochs(shelf, keys, { it.fill((++drawn).toByte()) }, { time }, { day }, {})

    private fun setUp(epochs: Epochs) = epochs.begin { vault = bytes(it) }

    private fun open(epochs: Epochs) = epochs.open { if (!bytes(it).contentEquals(vault)) throw Refusal.CannotOpen() }

    private fun rekey(secret: ByteBuffer) = power.step { vault = bytes(secret) }

    private fun bytes(buffer: ByteBuffer) = ByteArray(buffer.remaining()).also { buffer.duplicate().get(it) }

    @Test
    fun a_new_epoch_leaves_one_key_and_one_secret() {
        val epochs = epochs()
        setUp(epochs)
        assertEquals(Epochs.Pace.UNLOCK, epochs.pace)
        val old = vault!!
        assertTrue(epochs.next(::rekey))
        assertFalse(old.contentEquals(vault))
        assertEquals(1, keys.held.size)
        assertEquals(1, shelf.files.size)
        open(epochs())
    }

    @Test
    fun the_power_may_go_between_any_two_steps_of_a_change() {
        setUp(epochs())
        open(epochs())
        var cut = 0
        while (true) {
            val epochs = epochs()
            open(epochs)
            power.left = cut
            val finished = try {
                epochs.next(::rekey)
                true
            } catch (_: PowerCut) {
                false
            }
            power.left = null
            val again = epochs()
            open(again)
            assertEquals("one key after a cut at step $cut", 1, keys.held.size)
            assertEquals("one secret after a cut at step $cut", 1, shelf.files.size)
            assertTrue(again.next(::rekey))
            if (finished) break
            cut++
        }
        assertTrue("$cut steps", cut >= 5)
    }

    @Test
    fun hardware_that_makes_no_new_key_keeps_the_old_one() {
        val epochs = epochs()
        setUp(epochs)
        val before = vault!!.copyOf()
        keys.trouble = { KeyTrouble(KeyTrouble.Kind.TRANSIENT) }
        assertFalse(epochs.next(::rekey))
        keys.trouble = null
        assertArrayEquals(before, vault)
        open(epochs())
    }

    @Test
    fun a_disk_that_refuses_the_change_leaves_the_old_secret() {
        val epochs = epochs()
        setUp(epochs)
        assertFalse(epochs.next { throw Refusal.DiskFailed() })
        assertEquals(1, keys.held.size)
        open(epochs())
    }

    @Test
    fun a_change_that_is_not_certain_keeps_both_until_one_has_opened() {
        val epochs = epochs()
        setUp(epochs)
        assertFalse(epochs.next { secret ->
            vault = bytes(secret)
            throw Refusal.NotCertain()
        })
        assertEquals(2, keys.held.size)
        open(epochs())
        assertEquals(1, keys.held.size)
    }

    @Test
    fun a_key_that_is_gone_is_said_and_nothing_is_deleted() {
        setUp(epochs())
        keys.held.clear()
        val trouble = assertThrows(KeyTrouble::class.java) { open(epochs()) }
        assertEquals(KeyTrouble.Kind.GONE, trouble.kind)
        assertEquals(1, shelf.files.size)
    }

    @Test
    fun a_key_that_does_not_answer_is_asked_twice_and_never_deleted() {
        setUp(epochs())
        var asked = 0
        keys.trouble = {
            asked++
            KeyTrouble(KeyTrouble.Kind.BROKEN)
        }
        assertThrows(KeyTrouble::class.java) { open(epochs()) }
        assertEquals(2, asked)
        keys.trouble = null
        open(epochs())
    }

    @Test
    fun a_file_that_no_secret_opens_is_said_and_no_key_is_deleted() {
        setUp(epochs())
        vault = ByteArray(32) { 99 }
        assertThrows(Refusal.CannotOpen::class.java) { open(epochs()) }
        assertEquals(1, keys.held.size)
    }

    @Test
    fun hardware_that_drags_gets_one_epoch_a_day() {
        val dragging = object : KeyWrapper by keys {
            override fun make(alias: String): Tier {
                time += 2_000
                return keys.make(alias)
            }
        }
        val epochs = Epochs(shelf, dragging, { it.fill((++drawn).toByte()) }, { time }, { day }, {})
        setUp(epochs)
        assertEquals(Epochs.Pace.DAY, epochs.pace)
        assertFalse(epochs.isDue())
        day++
        assertTrue(epochs.isDue())
        assertTrue(epochs.next(::rekey))
        assertFalse(epochs.isDue())
    }

    @Test
    fun no_hardware_at_all_is_said_and_the_passphrase_alone_protects() {
        keys.trouble = { KeyTrouble(KeyTrouble.Kind.BROKEN) }
        val epochs = epochs()
        setUp(epochs)
        assertEquals(Tier.NONE, epochs.tier)
        assertEquals(Epochs.Pace.NEVER, epochs.pace)
        assertArrayEquals(ByteArray(32), vault)
        open(epochs())
        assertFalse(epochs.isDue())
    }

    @Test
    fun the_secret_is_wiped_once_it_was_handed_over() {
        val epochs = epochs()
        lateinit var seen: ByteBuffer
        epochs.begin {
            seen = it
            assertNotEquals(0, it.get(0).toInt())
        }
        assertTrue((0 until seen.capacity()).all { seen.get(it).toInt() == 0 })
    }

    @Test
    fun after_a_burn_nothing_is_left() {
        val epochs = epochs()
        setUp(epochs)
        epochs.forget()
        assertTrue(keys.held.isEmpty() && shelf.files.isEmpty())
        assertEquals(null, epochs.tier)
    }
}
