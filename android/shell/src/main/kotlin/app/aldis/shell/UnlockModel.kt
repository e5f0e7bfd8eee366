package app.aldis.shell

import app.aldis.engine.Phone
import app.aldis.engine.Refusal

/** What the unlock screen may do. */
interface LockedDoor {
    /** Opens the file, without a passphrase, and gives the wrong tries so far. */
    fun open(): Int

    /** The open phone, and whether a new hardware secret that was due was made. Takes seconds. */
    fun unlock(passphrase: CharArray): Pair<Phone, Boolean>

    fun opened(phone: Phone, renewed: Boolean)

    fun setUp()

    /** The guide, which is for everybody. */
    fun help()

    /** To where a phone that travels is given its share. */
    fun askForShare()

    /** Whether the owner lets everything be burned without the passphrase. */
    fun mayBurn(): Boolean

    /** Burns everything, where the owner lets it. */
    fun burn()

    /** Erases what nothing opens any more. */
    fun startOver()
}

/** The passphrase; after wrong ones, how many are left and a wait that grows. */
class UnlockModel(private val work: Work, private val door: LockedDoor) :
    Model<UnlockModel.State, UnlockModel.Event>(State.Working) {

    sealed interface State {
        /**
         * @property wrong what the last try was.
         * @property left tries until everything burns; null while nothing was wrong.
         * @property wait seconds until the next try.
         * @property mayBurn whether the owner lets everything be burned from here.
         */
        data class Ask(
            val wrong: Wrong? = null,
            val left: Int? = null,
            val wait: Int = 0,
            val mayBurn: Boolean = false,
            val refused: Refused? = null,
        ) : State {
            /** From the seventh wrong one on the screen says what is about to be lost. */
            val isAboutToLose get() = left != null && TRIES - left >= WARNED
        }

        data object Working : State

        /** It was the tenth. */
        data object Burned : State

        /** The file does not open, passphrase or not. */
        data class Stuck(val refused: Refused) : State {
            /**
             * Only what can never open again is erased from here: whatever may open another day holds the owner's
             * choice whether it can be destroyed without the passphrase, and that cannot be asked now.
             */
            val canErase get() = refused == Refused.KEY_GONE || refused == Refused.NOT_A_PHONE

            /** A phone that travels cannot be told from one whose file is damaged. */
            val mayTravel get() = refused == Refused.CANNOT_OPEN
        }
    }

    enum class Wrong { WRONG, SAME }

    sealed interface Event {
        class Unlock(val letters: CharArray) : Event

        data object TryAgain : Event

        data object Help : Event

        data object GiveShare : Event

        data object StartOver : Event

        /** The owner has held the button that burns everything. */
        data object Burn : Event
    }

    private var used = 0
    private var mayBurn = false
    private var tick: Work.Cancel? = null
    private var isClosed = false

    init {
        open()
    }

    override fun on(event: Event) = when (event) {
        is Event.Unlock -> unlock(event.letters)
        Event.TryAgain -> open()
        Event.Help -> door.help()
        Event.GiveShare -> door.askForShare()
        Event.StartOver -> startOver()
        Event.Burn -> burn()
    }

    private fun startOver() {
        val now = state
        if (now is State.Burned || now is State.Stuck && now.canErase) door.startOver()
    }

    private fun burn() {
        val ask = state as? State.Ask ?: return
        try {
            door.burn()
        } catch (refusal: Refusal) {
            tick?.cancel()
            // A disk that refused has taken the phone away with it: it is opened anew.
            state = if (refusal is Refusal.LockedBurnOff) ask.copy(mayBurn = false, refused = Refused.of(refusal)) else State.Stuck(Refused.of(refusal))
        }
    }

    private fun open() {
        state = State.Working
        work.slow(door::open) { result ->
            if (isClosed) return@slow
            result.onSuccess {
                used = it
                mayBurn = door.mayBurn()
                ask(null)
            }
            result.onFailure { error ->
                when (val refused = Refused.of(error)) {
                    Refused.NO_PHONE -> door.setUp()
                    Refused.BURNED -> state = State.Burned
                    else -> state = State.Stuck(refused)
                }
            }
        }
    }

    private fun unlock(typed: CharArray) {
        val ask = state as? State.Ask ?: return
        if (ask.wait > 0) return
        val passphrase = trimmed(typed)
        state = State.Working
        work.slow({
            try {
                door.unlock(passphrase)
            } finally {
                passphrase.fill('\u0000')
            }
        }) { result ->
            result.onSuccess { (phone, renewed) ->
                // Left while it worked: the phone stays locked.
                if (isClosed) phone.lock().close().also { phone.close() } else door.opened(phone, renewed)
            }
            result.onFailure { if (!isClosed) failed(it) }
        }
    }

    private fun failed(error: Throwable) {
        val wrong = error as? Refusal.WrongPassphrase
        if (wrong == null) {
            val refused = Refused.of(error)
            state = when (refused) {
                Refused.BURNED -> State.Burned
                Refused.UNFIT_PASSPHRASE, Refused.NO_MEMORY, Refused.DISK_FULL, Refused.DISK_FAILED, Refused.NOT_CERTAIN ->
                    State.Ask(null, left(), 0, mayBurn, refused)
                else -> State.Stuck(refused)
            }
            return
        }
        val before = used
        used = wrong.used.toInt()
        ask(if (used == before) Wrong.SAME else Wrong.WRONG)
    }

    private fun ask(wrong: Wrong?) {
        val wait = if (wrong == Wrong.SAME) 0 else WAITS.getOrElse(used) { WAITS.last() }
        count(State.Ask(wrong, left(), wait, mayBurn))
    }

    private fun count(ask: State.Ask) {
        tick?.cancel()
        state = ask
        if (ask.wait > 0) {
            tick = work.later(SECOND) { (state as? State.Ask)?.let { count(it.copy(wait = it.wait - 1)) } }
        }
    }

    private fun left() = if (used == 0) null else TRIES - used

    override fun close() {
        isClosed = true
        tick?.cancel()
    }

    private companion object {
        const val TRIES = 10
        const val WARNED = 6
        const val SECOND = 1000L

        /** Seconds to wait, by the wrong tries so far: three slips of the finger cost nothing. */
        val WAITS = listOf(0, 0, 0, 0, 5, 10, 20, 40, 60, 60)
    }
}
