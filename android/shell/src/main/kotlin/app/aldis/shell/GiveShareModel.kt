package app.aldis.shell

import app.aldis.engine.Found
import app.aldis.engine.Refusal
import app.aldis.engine.Share

/** Where a phone that travels is given its share, before it asks for the passphrase. */
interface ShareDoor {
    /** Opens the file with it, unless nobody wants it any more. Takes its time. */
    fun openWith(share: Share, isWanted: () -> Boolean)

    /** It is open: on to the passphrase. */
    fun openedWith()

    fun back()
}

/** The share of a phone that travels, scanned or typed. A wrong one costs no try. */
class GiveShareModel(private val work: Work, private val door: ShareDoor) :
    Model<GiveShareModel.State, GiveShareModel.Event>(State.Begin()) {

    sealed interface State {
        /** @property wrong the share is whole, and this phone does not open with it. */
        data class Begin(val wrong: Boolean = false, val refused: Refused? = null) : State

        data class Scan(val look: Look) : State

        data class Type(val refused: Refused? = null) : State

        data object Working : State
    }

    sealed interface Event {
        data object Scan : Event

        data object Type : Event

        class Typed(val letters: CharArray) : Event

        data object Back : Event
    }

    private val looker = Looker(work, { state = State.Scan(it) }, ::take)

    /** Read beside the main thread too. */
    @Volatile
    private var isClosed = false

    override fun on(event: Event) {
        when (event) {
            Event.Scan -> state = State.Scan(looker.begin())
            Event.Type -> {
                looker.end()
                state = State.Type()
            }
            is Event.Typed -> try {
                open(shareOf(event.letters))
            } catch (refusal: Refusal) {
                state = State.Type(Refused.of(refusal))
            }
            Event.Back -> door.back()
        }
    }

    private fun take(found: Found) {
        when (found) {
            is Found.TravelShare -> {
                looker.end()
                open(found.share.kept())
            }
            is Found.EndCard -> looker.say(Seen.Card)
            is Found.Meeting -> looker.say(Seen.Meeting)
            is Found.Message -> looker.say(Seen.Message)
        }
    }

    private fun open(share: Share) {
        state = State.Working
        work.slow({ share.use { door.openWith(it) { !isClosed } } }) { result ->
            if (isClosed) return@slow
            val error = result.exceptionOrNull() ?: return@slow door.openedWith()
            state = if (error is Refusal.CannotOpen) State.Begin(wrong = true) else State.Begin(refused = Refused.of(error))
        }
    }

    override fun close() {
        isClosed = true
        looker.end()
    }
}
