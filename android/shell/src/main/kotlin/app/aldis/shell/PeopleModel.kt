package app.aldis.shell

import app.aldis.engine.EndedBy
import app.aldis.engine.Person
import app.aldis.engine.Standing

/** What may be done with somebody. */
enum class Stand {
    UNCONFIRMED, CONFIRMED, PAUSED, ENDED, ENDED_BY_CARD,

    /** Met again: this earlier pairing receives until the new one has brought something, then it burns. */
    REPLACED,
}

internal fun stand(person: Person) = when (person.standing) {
    Standing.UNCONFIRMED -> Stand.UNCONFIRMED
    Standing.CONFIRMED -> Stand.CONFIRMED
    Standing.PAUSED -> Stand.PAUSED
    Standing.REPLACED -> Stand.REPLACED
    Standing.ENDED -> if (person.ended?.by in listOf(null, EndedBy.Themselves)) Stand.ENDED else Stand.ENDED_BY_CARD
}

/** How it ended with somebody, and when: in days since 1970-01-01, where that is known. */
data class End(val on: Int?, val how: How) {
    sealed interface How {
        data object Themselves : How

        /** Their card was shown here. */
        data object Card : How

        /** What is on their card came in a message. @property by whose; empty where that person is gone. */
        data class Notice(val by: String) : How
    }
}

internal fun Desk.end(person: Person): End? = person.ended?.let { ended ->
    val how = when (val by = ended.by) {
        EndedBy.Themselves -> End.How.Themselves
        EndedBy.Card -> End.How.Card
        is EndedBy.Notice -> End.How.Notice(nameOf(by.from.number.toInt()))
    }
    End(ended.`when`?.toInt(), how)
}

/**
 * The other phone says that it was unlocked under force.
 *
 * @property since the day on which this phone learned of it, in days since 1970-01-01; 0 where it is not known.
 * @property number of the first message that said so.
 */
data class Alarm(val since: Int, val number: Int)

internal fun alarm(person: Person): Alarm? = person.alarm?.let { Alarm(it.toInt(), person.alarmNumber?.toInt() ?: 0) }

/** Everybody whom this phone knows. */
class PeopleModel(private val desk: Desk) : Model<PeopleModel.State, PeopleModel.Event>(State(emptyList())) {

    data class State(val people: List<Row>)

    /** @property heard days since 1970-01-01. */
    data class Row(val id: Int, val name: String, val stand: Stand, val heard: Int?, val alarm: Alarm?, val end: End?)

    sealed interface Event {
        data class Open(val person: Int) : Event

        data object Meet : Event

        /** Somebody brings the card that ends a phone. */
        data object TakeCard : Event

        data object Back : Event
    }

    init {
        state = State(desk.phone.people().map {
            Row(it.id.number.toInt(), it.name, stand(it), it.heard?.toInt(), alarm(it), desk.end(it))
        })
    }

    override fun on(event: Event) = when (event) {
        is Event.Open -> desk.way.go(Where.Person(event.person))
        Event.Meet -> desk.way.go(Where.Meet())
        Event.TakeCard -> desk.way.go(Where.TakeCard())
        Event.Back -> desk.way.back()
    }
}
