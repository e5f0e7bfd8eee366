package app.aldis.shell

/** The air gap, what guards the keys, and what the owner can do about either. */
class ThisPhoneModel(private val way: Way, private val facts: PhoneFacts) :
    Model<ThisPhoneModel.State, ThisPhoneModel.Event>(State.of(facts)), Live {

    /** @property first before the set-up: this screen leads on to it. */
    data class State(val findings: List<Finding>, val tier: Tier?, val breaches: Set<Check>, val first: Boolean) {
        val isAllGood get() = findings.none { it.level == Level.CHANGE }

        companion object {
            fun of(facts: PhoneFacts) = State(facts.findings, facts.tier, facts.breaches, !facts.isSetUp)
        }
    }

    sealed interface Event {
        data object Continue : Event

        data object BreachSeen : Event

        data object Help : Event
    }

    override fun on(event: Event) = when (event) {
        Event.Continue -> if (state.first) way.go(Where.SetUp) else way.back()
        Event.BreachSeen -> {
            facts.breachSeen()
            airGapChanged()
        }
        Event.Help -> way.go(Where.Help())
    }

    override fun airGapChanged() {
        val now = State.of(facts)
        if (now != state) state = now
    }
}

/** The guide: its contents, or the page that is open. Each page is a place of its own, so that back leads to the contents. */
class HelpModel(private val way: Way, chapter: Int?) : Model<HelpModel.State, HelpModel.Event>(State(chapter)) {
    /** @property chapter from 0; null: the contents. */
    data class State(val chapter: Int?)

    sealed interface Event {
        data class Open(val chapter: Int) : Event

        data object Back : Event
    }

    override fun on(event: Event) = when (event) {
        is Event.Open -> way.go(Where.Help(event.chapter))
        Event.Back -> way.back()
    }
}
