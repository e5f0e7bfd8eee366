package app.aldis.shell

import app.aldis.engine.Code
import app.aldis.engine.Found
import app.aldis.engine.Refusal
import app.aldis.engine.Check as Copy

/**
 * Looks at the other phone's picture of a code of this phone: is it whole, and is there room for what a messenger, a
 * screen and a second camera still take from it? Nothing is opened.
 */
class CheckModel(private val desk: Desk, private val code: Code, private val to: Int) :
    Model<CheckModel.State, CheckModel.Event>(State.Empty) {

    sealed interface State {
        data object Empty : State

        data class Looking(val look: Look) : State

        /** @property used percent of the error correction that the picture needed. */
        data class Good(val used: Int) : State

        /** It carries the message, and only just. */
        data class Poor(val used: Int) : State

        /** @property name for whom, and the number of, another message of this phone that it carries. */
        data class Another(val name: String, val number: Int) : State

        data object NotOurs : State

        data class Not(val refused: Refused) : State
    }

    sealed interface Event {
        data object Again : Event

        data object Back : Event
    }

    private val looker = Looker(desk.work, { state = State.Looking(it) }, ::take)

    init {
        state = State.Looking(looker.begin())
    }

    override fun on(event: Event) = when (event) {
        Event.Again -> state = State.Looking(looker.begin())
        Event.Back -> desk.way.back()
    }

    private fun take(found: Found) {
        when (found) {
            is Found.Message -> {
                looker.end()
                state = try {
                    judge(desk.phone.check(found.envelope))
                } catch (refusal: Refusal) {
                    State.Not(Refused.of(refusal))
                }
            }
            is Found.TravelShare -> looker.say(Seen.Share)
            is Found.Meeting -> looker.say(Seen.Meeting)
            is Found.EndCard -> looker.say(Seen.Card)
        }
    }

    private fun judge(copy: Copy): State = when (copy) {
        Copy.NotOurs -> State.NotOurs
        is Copy.Whole -> when {
            copy.number != code.number() || copy.to != personId(to) -> State.Another(desk.nameOf(copy.to.number.toInt()), copy.number.toInt())
            copy.poor -> State.Poor(copy.used.toInt())
            else -> State.Good(copy.used.toInt())
        }
    }

    override fun close() = looker.end()
}
