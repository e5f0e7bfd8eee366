package app.aldis.shell

import app.aldis.engine.Date
import app.aldis.engine.News
import app.aldis.engine.Refusal

/** Write, scan, people; what waits, by person; one question where the date is doubtful. */
class HomeModel(private val desk: Desk, private val facts: PhoneFacts) :
    Model<HomeModel.State, HomeModel.Event>(State()), Live {

    data class State(
        val people: Int = 0,
        val waiting: List<Waiting> = emptyList(),
        val draftTo: String? = null,
        val date: DateQuestion? = null,
        val burnedByTime: Int = 0,
        val epochFailed: Boolean = false,
        val breaches: Set<Check> = emptySet(),
        val news: List<Told> = emptyList(),
        val refused: Refused? = null,
    )

    /** @property message the next one to open; the first that was opened where none is left. */
    data class Waiting(val name: String, val unread: Int, val opened: Int, val message: Int)

    /** What a message brought beside its text. */
    sealed interface Told {
        data class UnderForce(val name: String) : Told

        data class Ended(val name: String, val by: String) : Told
    }

    /** Days since 1970-01-01. */
    data class DateQuestion(val clock: Int?, val seen: Int)

    sealed interface Event {
        data object Write : Event

        data object Scan : Event

        data object People : Event

        data object Meet : Event

        data class Open(val message: Int) : Event

        data object GoOnWriting : Event

        data object DateIsRight : Event

        data object BreachSeen : Event

        data object NewsSeen : Event

        data object Settings : Event

        data object ThisPhone : Event

        data object Lock : Event

        data object Help : Event
    }

    init {
        state = look()
    }

    override fun on(event: Event) = when (event) {
        Event.Write -> desk.way.go(Where.Write())
        Event.Scan -> desk.way.go(Where.Scan)
        Event.People -> desk.way.go(Where.People)
        Event.Meet -> desk.way.go(Where.Meet())
        is Event.Open -> desk.way.go(Where.Read(event.message))
        Event.GoOnWriting -> desk.phone.draft()?.let {
            it.text.close()
            desk.way.go(Where.Write(it.to.number.toInt()))
        } ?: Unit
        Event.DateIsRight -> try {
            desk.phone.confirmDate()
            desk.phone.letTimePass()
            state = look()
        } catch (refusal: Refusal) {
            state = look().copy(refused = Refused.of(refusal))
        }
        Event.BreachSeen -> {
            facts.breachSeen()
            state = look()
        }
        Event.NewsSeen -> {
            desk.news.clear()
            state = look()
        }
        Event.Settings -> desk.way.go(Where.Settings)
        Event.ThisPhone -> desk.way.go(Where.ThisPhone)
        Event.Help -> desk.way.go(Where.Help())
        Event.Lock -> desk.way.lock()
    }

    override fun airGapChanged() {
        if (facts.breaches != state.breaches) state = state.copy(breaches = facts.breaches)
    }

    private fun look(): State = try {
        val people = desk.phone.people()
        val inbox = desk.phone.inbox()
        val waiting = people.mapNotNull { person ->
            val texts = inbox.filter { it.from == person.id }
            val next = texts.firstOrNull { !it.opened } ?: texts.firstOrNull()
            next?.let { Waiting(person.name, texts.count { !it.opened }, texts.count { it.opened }, it.id.number.toInt()) }
        }
        val draft = desk.phone.draft()
        draft?.text?.close()
        State(
            people = people.size,
            waiting = waiting.sortedByDescending { it.unread > 0 },
            draftTo = draft?.let { people.find { person -> person.id == it.to }?.name },
            date = when (val date = desk.phone.date()) {
                is Date.Known -> null
                is Date.Doubtful -> DateQuestion(date.clock?.toInt(), date.seen.toInt())
            },
            burnedByTime = facts.burnedByTime,
            epochFailed = facts.epochFailed,
            breaches = facts.breaches,
            news = desk.news.map(::told),
        )
    } catch (refusal: Refusal) {
        State(refused = Refused.of(refusal))
    }

    private fun told(news: News): Told = when (news) {
        is News.Alarm -> Told.UnderForce(desk.nameOf(news.from.number.toInt()))
        is News.Burned -> Told.Ended(desk.nameOf(news.who.number.toInt()), desk.nameOf(news.from.number.toInt()))
    }
}
