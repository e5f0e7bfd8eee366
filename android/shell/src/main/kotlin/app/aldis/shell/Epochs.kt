package app.aldis.shell

import app.aldis.engine.Refusal
import java.nio.ByteBuffer
import java.security.MessageDigest

/**
 * The hardware secrets under which the phone's file lies, one after another: whoever has an older image of the flash
 * lacks the key that opened it. A secret of 32 bytes is drawn here, wrapped by a key that the hardware keeps, and handed
 * to the engine.
 *
 * A change of epoch may be cut off after any step: new key, wrapped secret on disk, unwrapped once for proof, file under
 * the new secret, old key gone, old wrapped secret gone. Until the last but one both are there, and [open] takes the
 * newest that opens. Keys that nobody needs are deleted only after something has opened.
 */
class Epochs(
    private val shelf: Shelf,
    private val keys: KeyWrapper,
    private val draw: (ByteArray) -> Unit,
    private val now: () -> Long,
    private val today: () -> Int,
    private val pause: () -> Unit,
) {
    /** How often there is a new secret. */
    enum class Pace { UNLOCK, DAY, NEVER }

    private var current: Epoch? = null

    /** What guards the secret; null until something was opened or set up. */
    val tier: Tier? get() = current?.tier

    val pace: Pace? get() = current?.pace

    /**
     * Sets up under a first secret, after a trial of the hardware.
     *
     * @param setUp is given 32 bytes in a direct buffer that is wiped afterwards.
     */
    fun <T> begin(setUp: (ByteBuffer) -> T): T {
        val pace = trial()
        val number = epochs().maxOfOrNull { it.number }?.plus(1) ?: 1
        val (epoch, secret) = if (pace == Pace.NEVER) none(number) else make(number, pace)
        val made = try {
            handing(secret, setUp)
        } catch (refusal: Refusal) {
            // Written but not certain to last: the file lies under this secret.
            if (refusal !is Refusal.NotCertain) drop(epoch.number)
            throw refusal
        }
        settle(epoch)
        return made
    }

    /**
     * Opens under the newest secret that opens. A key that does not answer is said before a file that does not open, for it may
     * be the one; and that before a key that is gone, which may be what a change of epoch left, cut off before its end.
     */
    fun <T> open(open: (ByteBuffer) -> T): T {
        var trouble: Exception? = null
        for (epoch in epochs().sortedByDescending { it.number }) {
            try {
                val opened = handing(unwrap(epoch), open)
                settle(epoch)
                return opened
            } catch (error: KeyTrouble) {
                if (trouble == null || error.kind != KeyTrouble.Kind.GONE) trouble = error
            } catch (error: Refusal.CannotOpen) {
                if (trouble == null || trouble.isGone()) trouble = error
            }
        }
        if (trouble != null) throw trouble
        // Nothing was ever wrapped here: the engine knows best what is the matter.
        return handing(ByteArray(SECRET_BYTES), open)
    }

    /** Whether a new secret is due at an unlock. */
    fun isDue(): Boolean = when (current?.pace) {
        Pace.UNLOCK -> true
        Pace.DAY -> current?.day != today()
        Pace.NEVER, null -> false
    }

    /**
     * Puts the file under a new secret and destroys the old one's key.
     *
     * @return whether that worked; if not, the old secret is kept and nothing is lost.
     */
    fun next(rekey: (ByteBuffer) -> Unit): Boolean {
        val old = current ?: return false
        return old.pace == Pace.NEVER || try {
            turn(rekey)
            true
        } catch (_: KeyTrouble) {
            false
        } catch (_: java.io.IOException) {
            false
        } catch (_: Refusal) {
            false
        }
    }

    /**
     * As [next], for whoever has to know why not. Without hardware the secret is 32 zero bytes, before and after.
     *
     * After a [Refusal] other than that the disk refused, the file may be under the new secret: both are kept.
     */
    fun turn(rekey: (ByteBuffer) -> Unit) {
        val old = current ?: throw Refusal.Locked()
        if (old.pace == Pace.NEVER) return handing(ByteArray(SECRET_BYTES), rekey)
        val number = epochs().maxOf { it.number } + 1
        val (epoch, secret) = try {
            make(number, old.pace)
        } catch (trouble: KeyTrouble) {
            drop(number)
            throw trouble
        } catch (trouble: java.io.IOException) {
            drop(number)
            throw trouble
        }
        try {
            handing(secret, rekey)
        } catch (refusal: Refusal) {
            if (refusal is Refusal.DiskFailed || refusal is Refusal.DiskFull) drop(number)
            throw refusal
        }
        settle(epoch)
    }

    /** Nothing of any epoch is left; for a phone that was burned. */
    fun forget() {
        current = null
        keys.quietly { aliases().filter { it.startsWith(ALIAS) }.forEach { delete(it) } }
        shelf.names().filter { it.startsWith(NAME) }.forEach(shelf::delete)
    }

    /** Twenty keys made, used and deleted: what fails or drags here would fail or drag at every unlock. */
    private fun trial(): Pace {
        val began = now()
        val sample = ByteArray(SECRET_BYTES)
        for (round in 0 until TRIAL_ROUNDS) {
            val passed = keys.attempt {
                make(TRIAL_ALIAS)
                val back = unwrap(TRIAL_ALIAS, wrap(TRIAL_ALIAS, sample))
                delete(TRIAL_ALIAS)
                back.contentEquals(sample)
            }
            keys.quietly { delete(TRIAL_ALIAS) }
            if (!passed) return if (round == 0 && !keys.attempt { tried() }) Pace.NEVER else Pace.DAY
            if (now() - began > TRIAL_MILLISECONDS) return Pace.DAY
        }
        return Pace.UNLOCK
    }

    private fun KeyWrapper.tried(): Boolean {
        make(TRIAL_ALIAS)
        val sample = ByteArray(SECRET_BYTES)
        return unwrap(TRIAL_ALIAS, wrap(TRIAL_ALIAS, sample)).contentEquals(sample).also { delete(TRIAL_ALIAS) }
    }

    /** A key, a secret under it, on disk and proven. */
    private fun make(number: Int, pace: Pace): Pair<Epoch, ByteArray> {
        val secret = ByteArray(SECRET_BYTES).also(draw)
        val tier = keys.make(alias(number))
        val epoch = Epoch(number, tier, pace, today(), keys.wrap(alias(number), secret))
        shelf.put(epoch.name, epoch.toBytes())
        val proof = unwrap(epoch)
        val same = MessageDigest.isEqual(proof, secret)
        proof.fill(0)
        if (!same) throw KeyTrouble(KeyTrouble.Kind.BROKEN)
        return epoch to secret
    }

    private fun none(number: Int): Pair<Epoch, ByteArray> {
        val epoch = Epoch(number, Tier.NONE, Pace.NEVER, today(), ByteArray(0))
        shelf.put(epoch.name, epoch.toBytes())
        return epoch to ByteArray(SECRET_BYTES)
    }

    private fun unwrap(epoch: Epoch): ByteArray {
        if (epoch.tier == Tier.NONE) return ByteArray(SECRET_BYTES)
        return try {
            keys.unwrap(alias(epoch.number), epoch.wrapped)
        } catch (trouble: KeyTrouble) {
            if (trouble.kind == KeyTrouble.Kind.GONE) throw trouble
            pause()
            keys.unwrap(alias(epoch.number), epoch.wrapped)
        }
    }

    /** From now on this one counts; every other key goes first, what it had wrapped goes after it. */
    private fun settle(epoch: Epoch) {
        current = epoch
        keys.quietly { aliases().filter { it.startsWith(ALIAS) && it != alias(epoch.number) }.forEach { delete(it) } }
        epochs().filter { it.number != epoch.number }.forEach { shelf.quietly { delete(it.name) } }
    }

    private fun drop(number: Int) {
        keys.quietly { delete(alias(number)) }
        shelf.quietly { delete("$NAME$number") }
    }

    private fun epochs(): List<Epoch> = shelf.names().filter { it.startsWith(NAME) }.mapNotNull { name ->
        val number = name.removePrefix(NAME).toIntOrNull()
        if (number == null) null else shelf.read(name)?.let { Epoch.parse(number, it) }
    }

    private fun <T> handing(secret: ByteArray, use: (ByteBuffer) -> T): T {
        val buffer = secretBuffer(secret)
        secret.fill(0)
        return try {
            use(buffer)
        } finally {
            wipe(buffer)
        }
    }

    /** On disk: version, tier, pace, day 4, wrapped secret. None of it is secret without the hardware. */
    private class Epoch(val number: Int, val tier: Tier, val pace: Pace, val day: Int, val wrapped: ByteArray) {
        val name get() = "$NAME$number"

        fun toBytes(): ByteArray = ByteBuffer.allocate(HEAD + wrapped.size)
            .put(VERSION).put(tier.ordinal.toByte()).put(pace.ordinal.toByte()).putInt(day).put(wrapped).array()

        companion object {
            fun parse(number: Int, bytes: ByteArray): Epoch? {
                if (bytes.size < HEAD || bytes[0] != VERSION) return null
                val tier = Tier.entries.getOrNull(bytes[1].toInt()) ?: return null
                val pace = Pace.entries.getOrNull(bytes[2].toInt()) ?: return null
                return Epoch(number, tier, pace, ByteBuffer.wrap(bytes).getInt(3), bytes.copyOfRange(HEAD, bytes.size))
            }
        }
    }

    private companion object {
        const val SECRET_BYTES = 32
        const val NAME = "key-"
        const val ALIAS = "aldis."
        const val TRIAL_ALIAS = "aldis.trial"
        const val TRIAL_ROUNDS = 20
        const val TRIAL_MILLISECONDS = 20_000L
        const val VERSION: Byte = 1
        const val HEAD = 7

        fun alias(number: Int) = "$ALIAS$number"

        fun KeyWrapper.quietly(act: KeyWrapper.() -> Unit) {
            try {
                act()
            } catch (_: KeyTrouble) {
                // A key that cannot be deleted now is deleted after the next opening.
            }
        }

        fun Shelf.quietly(act: Shelf.() -> Unit) {
            try {
                act()
            } catch (_: java.io.IOException) {
                // What is left over is deleted after the next opening.
            }
        }

        fun Exception.isGone() = this is KeyTrouble && kind == KeyTrouble.Kind.GONE

        fun KeyWrapper.attempt(act: KeyWrapper.() -> Boolean): Boolean = try {
            act()
        } catch (_: KeyTrouble) {
            false
        }
    }
}
