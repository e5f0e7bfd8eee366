package app.aldis.shell

import app.aldis.engine.Found
import app.aldis.engine.Received
import app.aldis.engine.Refusal

/** Pictures from the other phone, until a message is in. No text is shown here: the other phone still looks on. */
class ScanModel(private val desk: Desk) : Model<ScanModel.State, ScanModel.Event>(State.Empty) {

    sealed interface State {
        data object Empty : State

        data class Looking(val look: Look) : State

        data class Message(val from: String, val message: Int) : State

        /** @property news whether it brought more, which this screen does not show. */
        data class SignOfLife(val from: String, val news: Boolean) : State

        data class Ended(val from: String, val news: Boolean) : State

        data class Not(val refused: Refused) : State
    }

    sealed interface Event {
        data object Open : Event

        data object Another : Event

        data object Later : Event
    }

    private val looker = Looker(desk.work, { state = State.Looking(it) }, ::take)

    init {
        state = State.Looking(looker.begin())
    }

    override fun on(event: Event) = when (event) {
        Event.Open -> (state as? State.Message)?.let { desk.way.go(Where.Read(it.message)) } ?: Unit
        Event.Another -> state = State.Looking(looker.begin())
        Event.Later -> desk.way.done()
    }

    private fun take(found: Found) {
        when (found) {
            is Found.Message -> {
                looker.end()
                state = try {
                    val before = desk.phone.people().size
                    val received = desk.phone.receive(found.envelope)
                    // Somebody who was met again: with this message the keys of the earlier pairing went.
                    if (desk.phone.people().size < before) desk.burnedText()
                    receive(received)
                } catch (refusal: Refusal) {
                    State.Not(Refused.of(refusal))
                }
            }
            is Found.TravelShare -> looker.say(Seen.Share)
            is Found.Meeting -> looker.say(Seen.Meeting)
            is Found.EndCard -> {
                looker.end()
                desk.way.go(Where.TakeCard(found.card))
            }
        }
    }

    /** News waits at home: whoever looks through the other phone learns nothing of it. */
    private fun receive(received: Received): State {
        val news = desk.phone.takeNews()
        desk.news.addAll(news)
        return when (received) {
            is Received.Message -> {
                desk.heardFrom.add(received.from.number.toInt())
                State.Message(desk.nameOf(received.from.number.toInt()), received.id.number.toInt())
            }
            is Received.SignOfLife -> State.SignOfLife(desk.nameOf(received.from.number.toInt()), news.isNotEmpty())
            is Received.Ended -> State.Ended(desk.nameOf(received.from.number.toInt()), news.isNotEmpty())
        }
    }

    override fun close() = looker.end()
}
