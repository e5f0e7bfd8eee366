package app.aldis.shell

import app.aldis.engine.Phone
import app.aldis.engine.suggestPassphrase

/**
 * No way back, a passphrase, the same once more, the keys.
 *
 * @param ended is given the open phone, or nothing where it is there and has to be unlocked.
 */
class SetUpModel(
    private val work: Work,
    private val setUp: (CharArray) -> Phone,
    private val ended: (Phone?) -> Unit,
) : Model<SetUpModel.State, SetUpModel.Event>(State.NoWayBack) {

    sealed interface State {
        data object NoWayBack : State

        /** Five words; the array is wiped when they are left. */
        class Words(val letters: CharArray) : State

        data class Own(val guess: Guess?, val refused: Refused? = null) : State

        /** @property own whether the words can be shown again. */
        data class Again(val own: Boolean, val wrong: Boolean = false, val refused: Refused? = null) : State

        data object Working : State
    }

    sealed interface Event {
        data object Understood : Event

        data object OtherWords : Event

        data object UseWords : Event

        data object WantOwn : Event

        /** A letter was typed. */
        class Typed(val letters: CharArray) : Event

        class UseOwn(val letters: CharArray) : Event

        class TypedAgain(val letters: CharArray) : Event

        data object BackToWords : Event
    }

    private var passphrase = CharArray(0)
    private var isClosed = false

    override fun on(event: Event) = when (event) {
        Event.Understood, Event.OtherWords -> suggest()
        Event.UseWords -> (state as? State.Words)?.let {
            keep(it.letters)
            state = State.Again(own = false)
        } ?: Unit
        Event.WantOwn -> {
            forgetWords()
            state = State.Own(null)
        }
        is Event.Typed -> if (state is State.Own) state = State.Own(if (event.letters.isEmpty()) null else guess(event.letters)) else Unit
        is Event.UseOwn -> {
            keep(event.letters)
            state = if (passphrase.isEmpty()) State.Own(null, Refused.UNFIT_PASSPHRASE) else State.Again(own = true)
        }
        is Event.TypedAgain -> typedAgain(event.letters)
        Event.BackToWords -> (state as? State.Again)?.let { again ->
            state = if (again.own) State.Own(null) else State.Words(passphrase.copyOf())
        } ?: Unit
    }

    private fun suggest() {
        forgetWords()
        state = State.Words(letters(suggestPassphrase()))
    }

    private fun typedAgain(letters: CharArray) {
        val again = state as? State.Again ?: return
        val typed = trimmed(letters)
        val same = typed.contentEquals(passphrase)
        typed.fill('\u0000')
        if (!same) {
            state = again.copy(wrong = true, refused = null)
            return
        }
        state = State.Working
        val chosen = passphrase.copyOf()
        work.slow({
            try {
                setUp(chosen)
            } finally {
                chosen.fill('\u0000')
            }
        }) { result ->
            val refused = result.exceptionOrNull()?.let(Refused::of)
            when {
                isClosed || refused == Refused.NOT_CERTAIN -> {
                    // It is there, and nobody is here any more: the unlock finds it.
                    result.getOrNull()?.close()
                    ended(null)
                }
                refused == null -> ended(result.getOrNull())
                else -> state = again.copy(wrong = false, refused = refused)
            }
        }
    }

    private fun keep(letters: CharArray) {
        passphrase.fill('\u0000')
        passphrase = trimmed(letters)
    }

    private fun forgetWords() {
        (state as? State.Words)?.letters?.fill('\u0000')
    }

    override fun close() {
        isClosed = true
        forgetWords()
        passphrase.fill('\u0000')
    }
}
