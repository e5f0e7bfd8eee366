package app.aldis.shell

import app.aldis.engine.Opens
import app.aldis.engine.Refusal
import app.aldis.engine.Standing

/**
 * The second passphrase: what it does and what it may cost, whom it keeps, the passphrase itself; later its test, which
 * compares and never acts, and its removal.
 */
class SecondPassphraseModel(private val desk: Desk) :
    Model<SecondPassphraseModel.State, SecondPassphraseModel.Event>(State.Overview(isSet = false, keeps = null)) {

    sealed interface State {
        /** @property keeps who stays, where the owner chose somebody. */
        data class Overview(val isSet: Boolean, val keeps: String?, val refused: Refused? = null) : State

        /** What the law may say of it; nothing is asked before that was read. */
        data object Law : State

        data class Whom(val people: List<Someone>) : State

        data class Ask(
            val keeps: Someone?,
            val guess: Guess? = null,
            val notTheSame: Boolean = false,
            val refused: Refused? = null,
        ) : State

        data class Test(val opens: What? = null, val refused: Refused? = null) : State

        data object Working : State

        data class Done(val keeps: String?) : State
    }

    data class Someone(val id: Int, val name: String)

    /** What a passphrase that was tried out would have opened. */
    enum class What { PHONE, SECOND, NOTHING }

    sealed interface Event {
        data object Begin : Event

        data object Understood : Event

        /** @property person who stays; null: nobody. */
        data class Keep(val person: Someone?) : Event

        class Typed(val letters: CharArray) : Event

        /** @property own the passphrase until now and from now on; [second] and [again] have to be the same. */
        class Set(val own: CharArray, val second: CharArray, val again: CharArray) : Event

        data object Test : Event

        class Try(val letters: CharArray) : Event

        data object Remove : Event

        /** To the overview, and from there out. */
        data object Back : Event
    }

    private var isClosed = false

    init {
        state = overview()
    }

    override fun on(event: Event) {
        when (event) {
            Event.Begin -> state = State.Law
            Event.Understood -> state = people().let { if (it.isEmpty()) State.Ask(null) else State.Whom(it) }
            is Event.Keep -> state = State.Ask(event.person)
            is Event.Typed -> (state as? State.Ask)?.let {
                val guess = if (event.letters.isEmpty()) null else guess(event.letters)
                if (guess != it.guess) state = it.copy(guess = guess)
            }
            is Event.Set -> set(event)
            Event.Test -> state = State.Test()
            is Event.Try -> tryOut(event.letters)
            Event.Remove -> state = try {
                desk.phone.removeSecondPassphrase()
                overview()
            } catch (refusal: Refusal) {
                overview().copy(refused = Refused.of(refusal))
            }
            Event.Back -> if (state is State.Overview || state is State.Done) desk.way.back() else state = overview()
        }
    }

    private fun overview(): State.Overview {
        val second = desk.phone.secondPassphrase()
        return State.Overview(second != null, second?.keep?.let { desk.nameOf(it.number.toInt()) })
    }

    /** Whom it could keep: those with whom messages go to and fro. */
    private fun people(): List<Someone> = desk.phone.people()
        .filter { it.standing == Standing.CONFIRMED || it.standing == Standing.PAUSED }
        .map { Someone(it.id.number.toInt(), it.name) }

    private fun set(event: Event.Set) {
        val ask = state as? State.Ask ?: return
        val (own, second, again) = listOf(event.own, event.second, event.again).map(::trimmed)
        if (!second.contentEquals(again)) {
            listOf(own, second, again).forEach { it.fill('\u0000') }
            state = ask.copy(notTheSame = true, refused = null)
            return
        }
        slowly(listOf(own, second, again), {
            utf8(own) { from -> utf8(second) { to -> desk.phone.setSecondPassphrase(from, to, ask.keeps?.let { personId(it.id) }) } }
        }) { result ->
            result.exceptionOrNull()?.let { ask.copy(notTheSame = false, refused = Refused.of(it)) } ?: State.Done(ask.keeps?.name)
        }
    }

    private fun tryOut(letters: CharArray) {
        if (state !is State.Test) return
        val typed = trimmed(letters)
        slowly(listOf(typed), { utf8(typed, desk.phone::tryOut) }) { result ->
            result.fold({ State.Test(what(it)) }, { State.Test(refused = Refused.of(it)) })
        }
    }

    /** Off the main thread; [secrets] are wiped when it is over, whatever came of it. */
    private fun <T> slowly(secrets: List<CharArray>, job: () -> T, then: (Result<T>) -> State) {
        state = State.Working
        desk.work.slow({
            try {
                job()
            } finally {
                secrets.forEach { it.fill('\u0000') }
            }
        }) { result -> if (!isClosed) state = then(result) }
    }

    private fun what(opens: Opens) = when (opens) {
        Opens.PHONE -> What.PHONE
        Opens.SECOND -> What.SECOND
        Opens.NOTHING -> What.NOTHING
    }

    override fun close() {
        isClosed = true
    }
}
