package app.aldis.shell

import app.aldis.engine.Clock
import app.aldis.engine.LockedPhone
import app.aldis.engine.News
import app.aldis.engine.Phone
import app.aldis.engine.Profile
import app.aldis.engine.Refusal
import app.aldis.engine.Share
import java.io.File

/**
 * The app without its looks: which screen there is, whether the phone is locked, and when it locks. One in a process;
 * all calls come on the main thread.
 *
 * @param folder where the vault lies.
 * @param erase empties the app's own folder after everything was burned.
 */
class Shell(
    private val folder: File,
    private val epochs: Epochs,
    private val notes: Notes,
    private val work: Work,
    private val clock: Clock = Clock.system(),
    private val erase: () -> Unit = { folder.listFiles().orEmpty().forEach { it.delete() } },
) : Way {
    private val trail = ArrayList<Where>()
    private val timer = LockTimer(work, ::lock).also { it.minutes = notes.lockMinutes }
    private var holder: Holder = Holder.Nobody
    private var readings = Readings()

    /** The screen, and who draws it. */
    var model: Model<*, *> = Starting()
        private set(value) {
            field = value
            watch(value)
        }
    var watch: (Model<*, *>) -> Unit = {}

    val where: Where get() = trail.lastOrNull() ?: Where.Unlock
    val isUnlocked: Boolean get() = holder is Holder.Unlocked
    val findings: List<Finding> get() = findings(readings, epochs.tier)
    var breaches: Set<Check> = notes.breaches
        private set

    /** Opens what is on disk, or leads to the set-up. */
    fun start() {
        if (trail.isNotEmpty()) return
        at(Where.Unlock)
    }

    /** What Android tells of the air gap; asked for at every start, and told whenever it changes. */
    fun read(now: Readings) {
        if (now == readings) return
        readings = now
        val seen = breaches(findings)
        // Before there is a vault there is nothing to breach.
        if (trail.firstOrNull() !in BEFORE_THE_VAULT && !breaches.containsAll(seen)) {
            breaches = breaches + seen
            notes.breaches = breaches
        }
        (model as? Live)?.airGapChanged()
    }

    fun breachSeen() {
        breaches = emptySet()
        notes.breaches = breaches
    }

    /** Somebody touched the screen. */
    fun touched() = timer.touch()

    /** The phone woke up: time may be over. */
    fun woke() {
        timer.look()
        (model as? Live)?.airGapChanged()
    }

    /** The app left the screen, or the screen went off. */
    fun left() = lock()

    override fun go(where: Where) {
        if (where.isBase && where !is Where.Practice) trail.clear()
        model.close()
        trail.add(where)
        model = build(where)
    }

    override fun back() {
        model.close()
        // A code's text is gone: from a code there is no way back to it.
        if (trail.lastOrNull() is Where.ShowCode) return done()
        trail.removeLastOrNull()
        model = build(where)
    }

    override fun done() {
        model.close()
        while (trail.size > 1 && !where.isBase) trail.removeAt(trail.size - 1)
        if (!where.isBase) at(Where.Home) else model = build(where)
    }

    /** Whether back stays in the app. */
    fun canGoBack(): Boolean = trail.size > 1

    /** Wipes keys and texts from memory. Burns nothing. Then, after a burned text, a new epoch. */
    override fun lock() {
        timer.stop()
        val unlocked = holder as? Holder.Unlocked
        if (unlocked == null) {
            forgetShare()
            // Half a set-up is begun anew; a passphrase or a share that was typed is gone.
            if (where == Where.SetUp || where == Where.Unlock) at(where)
            if (where == Where.GiveShare) at(Where.Unlock)
            return
        }
        model.close()
        trail.clear()
        trail.add(Where.Unlock)
        holder = Holder.Nobody
        val locked = try {
            unlocked.phone.lock()
        } catch (_: Refusal) {
            // A mistake took the phone away; its keys went with it.
            null
        } finally {
            unlocked.phone.close()
        }
        val isDue = locked != null && unlocked.burned && epochs.pace == Epochs.Pace.UNLOCK
        if (locked != null && locked.travels()) {
            // Without its share it is as shut as if it were switched off.
            work.slow({
                if (isDue) epochs.next(locked::rekey)
                locked.close()
            }) {}
        } else if (locked != null) {
            holder = Holder.Locked(locked, travels = false)
        }
        model = build(Where.Unlock)
        if (isDue && holder is Holder.Locked) work.slow({ epochs.next(locked::rekey) }) {}
    }

    private fun forgetShare() {
        val locked = (holder as? Holder.Locked)?.takeIf { it.travels } ?: return
        holder = Holder.Nobody
        locked.phone.close()
    }

    /** What the end of the process does to the engine's objects, for tests that outlive it. */
    internal fun dieForTests() {
        when (val now = holder) {
            is Holder.Locked -> now.phone.close()
            is Holder.Unlocked -> now.phone.close()
            Holder.Nobody -> Unit
        }
    }

    /** The open phone, for tests that begin in the middle. */
    internal fun phoneForTests(): Phone = (holder as Holder.Unlocked).phone

    private fun at(where: Where) {
        model.close()
        trail.clear()
        trail.add(where)
        model = build(where)
    }

    private fun build(where: Where): Model<*, *> = when (where) {
        Where.ThisPhone -> ThisPhoneModel(this, phoneFacts)
        Where.SetUp -> SetUpModel(work, ::setUp) { if (it == null) at(Where.Unlock) else opened(it, renewed = true) }
        Where.Unlock -> UnlockModel(work, lockedDoor)
        Where.GiveShare -> GiveShareModel(work, lockedDoor)
        is Where.Help -> HelpModel(this, where.chapter)
        else -> desk()?.let { unlocked(where, it) } ?: UnlockModel(work, lockedDoor)
    }

    private fun unlocked(where: Where, desk: Desk): Model<*, *> = when (where) {
        Where.Home -> HomeModel(desk, phoneFacts)
        is Where.Meet -> MeetModel(desk, where.again)
        is Where.Practice -> PracticeModel(desk, where.person)
        Where.OwnCard -> CardModel(desk)
        is Where.TakeCard -> TakeCardModel(desk, where.card)
        is Where.Write -> WriteModel(desk, where.to)
        is Where.ShowCode -> ShowCodeModel(desk, where.code, where.to)
        is Where.Check -> CheckModel(desk, where.code, where.to)
        Where.Scan -> ScanModel(desk)
        is Where.Read -> ReadModel(desk, where.message)
        Where.People -> PeopleModel(desk)
        is Where.Person -> PersonModel(desk, where.id)
        Where.Settings -> SettingsModel(desk, phoneFacts, timer, notes, ::burnEverything)
        Where.NewPassphrase -> NewPassphraseModel(desk)
        Where.SecondPassphrase -> SecondPassphraseModel(desk)
        Where.Travel -> TravelModel(desk) { share -> epochs.turn { desk.phone.travel(it, share) } }
        Where.ThisPhone, Where.SetUp, Where.Unlock, Where.GiveShare, is Where.Help -> error("needs no open phone")
    }

    private fun desk(): Desk? = (holder as? Holder.Unlocked)?.let { Desk(it.phone, this, work, it::burnedText, it.heardFrom, it.news) }

    private fun setUp(passphrase: CharArray): Phone = epochs.begin { hardware ->
        utf8(passphrase) { letters -> strongest(Profile.STRONG) { Phone.setUp(folder.path, letters, hardware, it, clock) } }
    }

    private fun opened(phone: Phone, renewed: Boolean) {
        holder = Holder.Unlocked(phone)
        phoneFacts.epochFailed = !renewed
        phoneFacts.burnedByTime = try {
            phone.letTimePass().toInt()
        } catch (_: Refusal) {
            0
        }
        timer.start()
        at(Where.Home)
    }

    private fun burnEverything() {
        val unlocked = holder as? Holder.Unlocked ?: return
        timer.stop()
        unlocked.phone.burn()
        unlocked.phone.close()
        startOver()
    }

    /** After a burn: no file, no key, no note. */
    private fun startOver() {
        (holder as? Holder.Locked)?.phone?.close()
        holder = Holder.Nobody
        epochs.forget()
        erase()
        at(Where.ThisPhone)
    }

    private val phoneFacts = object : PhoneFacts {
        override var burnedByTime = 0
        override var epochFailed = false
        override val findings get() = this@Shell.findings
        override val breaches get() = this@Shell.breaches
        override val tier get() = epochs.tier
        override val pace get() = epochs.pace
        override val isSetUp get() = epochs.tier != null

        override fun breachSeen() = this@Shell.breachSeen()
    }

    /** What the unlock screen may do. */
    private val lockedDoor = object : LockedDoor, ShareDoor {
        override fun help() = go(Where.Help())

        override fun open(): Int {
            tries()?.let { return it }
            putAway()
            val locked = epochs.open { LockedPhone.open(folder.path, it, clock) }
            holder = Holder.Locked(locked, travels = false)
            return locked.tries().used.toInt()
        }

        override fun openWith(share: Share, isWanted: () -> Boolean) {
            putAway()
            val locked = epochs.open { LockedPhone.openTravelling(folder.path, it, share, clock) }
            if (isWanted()) holder = Holder.Locked(locked, travels = true) else locked.close()
        }

        override fun askForShare() = go(Where.GiveShare)

        override fun openedWith() = at(Where.Unlock)

        override fun back() = this@Shell.back()

        private fun putAway() {
            (holder as? Holder.Locked)?.phone?.close()
            holder = Holder.Nobody
        }

        override fun unlock(passphrase: CharArray): Pair<Phone, Boolean> {
            val locked = (holder as? Holder.Locked)?.phone ?: throw Refusal.Locked()
            val phone = utf8(passphrase, locked::unlock)
            return phone to (!epochs.isDue() || epochs.next(phone::rekey))
        }

        /** Wrong tries of a phone that is there to be unlocked. */
        private fun tries(): Int? = try {
            (holder as? Holder.Locked)?.phone?.tries()?.used?.toInt()
        } catch (_: Refusal.Locked) {
            // Spent: by the tenth wrong passphrase, or by a disk that refused.
            null
        }

        override fun opened(phone: Phone, renewed: Boolean) {
            (holder as? Holder.Locked)?.phone?.close()
            this@Shell.opened(phone, renewed)
        }

        override fun setUp() {
            // Read before it was known that there is no vault.
            breachSeen()
            at(Where.ThisPhone)
        }

        override fun mayBurn(): Boolean = (holder as? Holder.Locked)?.phone?.mayBurn() ?: false

        override fun burn() {
            val locked = (holder as? Holder.Locked)?.phone ?: throw Refusal.Locked()
            try {
                locked.burn()
            } catch (refusal: Refusal.DiskFailed) {
                locked.close()
                holder = Holder.Nobody
                throw refusal
            }
            this@Shell.startOver()
        }

        override fun startOver() {
            // A file that opens is burned by its owner's rules alone, never erased from here.
            if (tries() == null) this@Shell.startOver()
        }
    }

    private companion object {
        /** Where the way begins on a phone that is not set up. */
        val BEFORE_THE_VAULT = setOf(Where.ThisPhone, Where.SetUp)
    }

    private sealed interface Holder {
        data object Nobody : Holder

        /** @property travels it opened with a share, which is not kept once the app is left. */
        class Locked(val phone: LockedPhone, val travels: Boolean) : Holder

        class Unlocked(val phone: Phone) : Holder {
            /** Who has sent something since the unlock. */
            val heardFrom = HashSet<Int>()

            /** What messages have brought beside their texts, until the owner has seen it. */
            val news = ArrayList<News>()

            /** A text was burned since the unlock: the lock is followed by a new epoch. */
            var burned = false
                private set

            fun burnedText() {
                burned = true
            }
        }
    }

    /** Before [start]. */
    private class Starting : Model<Unit, Nothing>(Unit) {
        override fun on(event: Nothing) = Unit
    }
}

/** What several screens say of the phone as a device. */
interface PhoneFacts {
    val findings: List<Finding>
    val breaches: Set<Check>
    val tier: Tier?
    val pace: Epochs.Pace?
    val isSetUp: Boolean

    /** Texts that burned by themselves at the last unlock. */
    val burnedByTime: Int

    /** The hardware secret could not be renewed at the last unlock. */
    val epochFailed: Boolean

    fun breachSeen()
}

/** A screen that shows the air gap while it changes. */
interface Live {
    fun airGapChanged()
}
