package app.aldis.shell

/** One message each way through the real messenger, while two who just met still sit together. */
class PracticeModel(private val desk: Desk, private val person: Int) :
    Model<PracticeModel.State, PracticeModel.Event>(State("", sent = false, got = false)) {

    /** @property refused why the last practice message was not written. */
    data class State(val name: String, val sent: Boolean, val got: Boolean, val refused: Refused? = null)

    sealed interface Event {
        /** @property text what the practice message says. */
        data class Write(val text: String) : Event

        data object Scan : Event

        data object GoOn : Event
    }

    init {
        val met = desk.person(person)
        state = State(met?.name.orEmpty(), sent = met?.kept.orEmpty().isNotEmpty(), got = person in desk.heardFrom)
    }

    override fun on(event: Event) = when (event) {
        is Event.Write -> try {
            val code = utf8(event.text.toCharArray()) { desk.phone.write(personId(person), it, null) }
            desk.way.go(Where.ShowCode(code, person))
        } catch (refusal: app.aldis.engine.Refusal) {
            state = state.copy(refused = Refused.of(refusal))
        }
        Event.Scan -> desk.way.go(Where.Scan)
        Event.GoOn -> if (desk.phone.hasCard()) desk.way.go(Where.Home) else {
            desk.way.go(Where.Home)
            desk.way.go(Where.OwnCard)
        }
    }
}
