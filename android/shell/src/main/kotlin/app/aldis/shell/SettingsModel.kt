package app.aldis.shell

import app.aldis.engine.Profile
import app.aldis.engine.Refusal
import app.aldis.engine.version

/** What the owner may set, and what this phone is. */
class SettingsModel(
    private val desk: Desk,
    private val facts: PhoneFacts,
    private val timer: LockTimer,
    private val notes: Notes,
    private val burnEverything: () -> Unit,
) : Model<SettingsModel.State, SettingsModel.Event>(State()) {

    /** @property asksToBurn the page that burns everything is open. */
    data class State(
        val lockMinutes: Int = LockTimer.DEFAULT_MINUTES,
        val textHours: Int = 0,
        val pace: Epochs.Pace? = null,
        val engine: String = "",
        val leaseDays: Int = 0,
        val lockedBurn: Boolean = false,
        val hasCard: Boolean = false,
        val asksToBurn: Boolean = false,
        val refused: Refused? = null,
    )

    sealed interface Event {
        /** One choice up or down. */
        data class LockAfter(val longer: Boolean) : Event

        data class TextsLive(val longer: Boolean) : Event

        /** How long somebody silent gets text. */
        data class Lease(val longer: Boolean) : Event

        /** Whether everything can be burned from the lock screen, without the passphrase. */
        data class LockedBurn(val on: Boolean) : Event

        data object Passphrase : Event

        data object SecondPassphrase : Event

        data object Card : Event

        data object Travel : Event

        data object ThisPhone : Event

        data object Help : Event

        data class AskToBurn(val asks: Boolean) : Event

        data object BurnEverything : Event

        data object Back : Event
    }

    init {
        look()
    }

    override fun on(event: Event) = try {
        act(event)
    } catch (error: Refusal) {
        state = state.copy(refused = Refused.of(error))
    } catch (error: java.io.IOException) {
        state = state.copy(refused = Refused.of(error))
    }

    private fun act(event: Event) {
        when (event) {
            is Event.LockAfter -> {
                notes.lockMinutes = step(LockTimer.CHOICES, timer.minutes, event.longer)
                timer.minutes = notes.lockMinutes
                look()
            }
            is Event.TextsLive -> {
                desk.phone.setTextHours(step(TEXT_HOURS, state.textHours, event.longer).toUInt())
                look()
            }
            is Event.Lease -> {
                desk.phone.setLeaseDays(step(LEASE_DAYS, state.leaseDays, event.longer).toUInt())
                look()
            }
            is Event.LockedBurn -> {
                desk.phone.setLockedBurn(event.on)
                look()
            }
            Event.Passphrase -> desk.way.go(Where.NewPassphrase)
            Event.SecondPassphrase -> desk.way.go(Where.SecondPassphrase)
            Event.Card -> desk.way.go(Where.OwnCard)
            Event.Travel -> desk.way.go(Where.Travel)
            Event.ThisPhone -> desk.way.go(Where.ThisPhone)
            Event.Help -> desk.way.go(Where.Help())
            is Event.AskToBurn -> state = state.copy(asksToBurn = event.asks)
            Event.BurnEverything -> burnEverything()
            Event.Back -> desk.way.back()
        }
    }

    private fun look() {
        state = State(
            lockMinutes = timer.minutes,
            textHours = desk.phone.textHours().toInt(),
            pace = facts.pace,
            engine = version(),
            leaseDays = desk.phone.leaseDays().toInt(),
            lockedBurn = desk.phone.lockedBurn(),
            hasCard = desk.phone.hasCard(),
        )
    }

    private companion object {
        val LEASE_DAYS = listOf(7, 14, 30, 60, 90, 180, 365)
        val TEXT_HOURS = listOf(0, 1, 6, 12, 24, 48, 72)

        fun step(choices: List<Int>, now: Int, up: Boolean): Int =
            if (up) choices.firstOrNull { it > now } ?: choices.last() else choices.lastOrNull { it < now } ?: choices.first()
    }
}

/** The passphrase until now, the new one, the new one once more. */
class NewPassphraseModel(private val desk: Desk) : Model<NewPassphraseModel.State, NewPassphraseModel.Event>(State.Ask()) {

    sealed interface State {
        data class Ask(val guess: Guess? = null, val notTheSame: Boolean = false, val refused: Refused? = null) : State

        data object Working : State

        data object Done : State
    }

    sealed interface Event {
        class Typed(val letters: CharArray) : Event

        class Change(val old: CharArray, val new: CharArray, val again: CharArray) : Event

        data object Back : Event
    }

    private var isClosed = false

    override fun on(event: Event) {
        when (event) {
            is Event.Typed -> (state as? State.Ask)?.let {
                val guess = if (event.letters.isEmpty()) null else guess(event.letters)
                if (guess != it.guess) state = it.copy(guess = guess)
            }
            is Event.Change -> change(event)
            Event.Back -> desk.way.back()
        }
    }

    private fun change(event: Event.Change) {
        val ask = state as? State.Ask ?: return
        val (old, new, again) = listOf(event.old, event.new, event.again).map(::trimmed)
        if (!new.contentEquals(again)) {
            listOf(old, new, again).forEach { it.fill('\u0000') }
            state = ask.copy(notTheSame = true, refused = null)
            return
        }
        state = State.Working
        desk.work.slow({
            try {
                utf8(old) { from -> utf8(new) { to -> strongest(Profile.STRONG) { desk.phone.changePassphrase(from, to, it) } } }
            } finally {
                listOf(old, new, again).forEach { it.fill('\u0000') }
            }
        }) { result ->
            if (isClosed) return@slow
            state = result.exceptionOrNull()?.let { ask.copy(notTheSame = false, refused = Refused.of(it)) } ?: State.Done
        }
    }

    override fun close() {
        isClosed = true
    }
}

/** Does [make] with the strongest derivation that this phone has the memory for. */
internal fun <T> strongest(profile: Profile, make: (Profile) -> T): T = try {
    make(profile)
} catch (refusal: Refusal.NoMemory) {
    val weaker = Profile.entries.getOrNull(profile.ordinal + 1) ?: throw refusal
    strongest(weaker, make)
}
