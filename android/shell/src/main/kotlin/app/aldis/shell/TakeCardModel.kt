package app.aldis.shell

import app.aldis.engine.Card
import app.aldis.engine.Ending
import app.aldis.engine.Found
import app.aldis.engine.Refusal
import app.aldis.engine.Verdict

/**
 * Somebody else's end-this-phone card: scanned or typed, judged, and only after the owner has said so does it end
 * whom it names. Until then nothing has changed.
 *
 * @param scanned a card that the camera came upon elsewhere; without one the screen asks for it.
 */
class TakeCardModel(private val desk: Desk, scanned: Card? = null) :
    Model<TakeCardModel.State, TakeCardModel.Event>(State.Begin()) {

    sealed interface State {
        data class Begin(val refused: Refused? = null) : State

        data class Scan(val look: Look) : State

        data class Type(val refused: Refused? = null) : State

        /** @property names whom it would end: one person, as a rule. */
        data class Sure(val names: List<String>, val refused: Refused? = null) : State

        data class Ended(val names: List<String>) : State

        data class Nothing(val why: Why) : State
    }

    /** Why a card that is whole ends nobody here. */
    enum class Why { OWN, KNOWN, FOREIGN }

    sealed interface Event {
        data object Scan : Event

        data object Type : Event

        class Typed(val letters: CharArray) : Event

        /** The owner has held the button that says what it does. */
        data object End : Event

        data object Leave : Event
    }

    private val looker = Looker(desk.work, { state = State.Scan(it) }, ::take)
    private var ending: Ending? = null

    init {
        scanned?.let { tell(it) }
    }

    override fun on(event: Event) {
        when (event) {
            Event.Scan -> state = State.Scan(looker.begin())
            Event.Type -> {
                looker.end()
                state = State.Type()
            }
            is Event.Typed -> typed(event.letters)
            Event.End -> end()
            Event.Leave -> desk.way.done()
        }
    }

    private fun take(found: Found) {
        when (found) {
            is Found.EndCard -> {
                looker.end()
                tell(found.card)
            }
            is Found.TravelShare -> looker.say(Seen.Share)
            is Found.Meeting -> looker.say(Seen.Meeting)
            is Found.Message -> looker.say(Seen.Message)
        }
    }

    private fun typed(letters: CharArray) {
        val words = onlyWords(letters)
        try {
            tell(utf8(words) { Card.ofWords(it) })
        } catch (refusal: Refusal) {
            state = State.Type(Refused.of(refusal))
        } finally {
            words.fill('\u0000')
        }
    }

    /** Says what the card would do. Changes nothing. */
    private fun tell(card: Card) {
        state = try {
            when (val verdict = card.use(desk.phone::judge)) {
                is Verdict.Ends -> {
                    ending?.close()
                    ending = verdict.ending
                    State.Sure(verdict.people.map { desk.nameOf(it.number.toInt()) })
                }
                Verdict.Own -> State.Nothing(Why.OWN)
                Verdict.Known -> State.Nothing(Why.KNOWN)
                Verdict.Foreign -> State.Nothing(Why.FOREIGN)
            }
        } catch (refusal: Refusal) {
            State.Begin(Refused.of(refusal))
        }
    }

    private fun end() {
        val sure = state as? State.Sure ?: return
        val judged = ending ?: return
        state = try {
            desk.phone.end(judged)
            desk.burnedText()
            State.Ended(sure.names)
        } catch (refusal: Refusal) {
            sure.copy(refused = Refused.of(refusal))
        }
    }

    override fun close() {
        looker.end()
        ending?.close()
        ending = null
    }
}
