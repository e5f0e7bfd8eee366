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
    }

    override fun on(event: Event) = when (event) {
        Event.Continue -> if (state.first) way.go(Where.SetUp) else way.back()
        Event.BreachSeen -> {
            facts.breachSeen()
            airGapChanged()
        }
    }

    override fun airGapChanged() {
        val now = State.of(facts)
        if (now != state) state = now
    }
}

/** The guide; which page is open is the view's own affair. */
class HelpModel(private val way: Way) : Model<Unit, HelpModel.Event>(Unit) {
    data object Event

    override fun on(event: Event) = way.back()
}
