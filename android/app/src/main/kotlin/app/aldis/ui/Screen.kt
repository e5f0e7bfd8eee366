package app.aldis.ui

import android.content.Context
import android.view.View
import app.aldis.MainActivity
import app.aldis.camera.CameraDoor
import app.aldis.shell.CardModel
import app.aldis.shell.CheckModel
import app.aldis.shell.GiveShareModel
import app.aldis.shell.HelpModel
import app.aldis.shell.HomeModel
import app.aldis.shell.MeetModel
import app.aldis.shell.Model
import app.aldis.shell.NewPassphraseModel
import app.aldis.shell.PeopleModel
import app.aldis.shell.PersonModel
import app.aldis.shell.PracticeModel
import app.aldis.shell.ReadModel
import app.aldis.shell.ScanModel
import app.aldis.shell.SecondPassphraseModel
import app.aldis.shell.SetUpModel
import app.aldis.shell.SettingsModel
import app.aldis.shell.ShowCodeModel
import app.aldis.shell.TakeCardModel
import app.aldis.shell.ThisPhoneModel
import app.aldis.shell.TravelModel
import app.aldis.shell.UnlockModel
import app.aldis.shell.WriteModel

/** Draws one model. Made for it, thrown away with it. */
abstract class Screen<S : Any, E : Any>(protected val context: Context, protected val model: Model<S, E>) {
    abstract val view: View

    protected val activity get() = context as MainActivity

    /** Draws the state, now and whenever it changes. */
    fun begin() {
        model.watch = ::draw
        draw(model.state)
    }

    protected abstract fun draw(state: S)

    /** What was typed or shown is wiped. */
    open fun close() {
        model.watch = {}
    }

    protected fun on(event: E) = model.on(event)
}

/** A screen that is one page, made anew for every state. */
abstract class PageScreen<S : Any, E : Any>(context: Context, model: Model<S, E>) : Screen<S, E>(context, model) {
    protected val page = Page(context)
    override val view: View get() = page

    override fun draw(state: S) = page.fill { content(state) }

    protected abstract fun android.widget.LinearLayout.content(state: S)
}

/** The screen for a model: each model has one. */
fun screenFor(context: Context, model: Model<*, *>, camera: CameraDoor): Screen<*, *> = when (model) {
    is ThisPhoneModel -> ThisPhoneScreen(context, model)
    is SetUpModel -> SetUpScreen(context, model)
    is UnlockModel -> UnlockScreen(context, model)
    is HomeModel -> HomeScreen(context, model)
    is MeetModel -> MeetScreen(context, model, camera)
    is PracticeModel -> PracticeScreen(context, model)
    is CardModel -> CardScreen(context, model, camera)
    is TakeCardModel -> TakeCardScreen(context, model, camera)
    is TravelModel -> TravelScreen(context, model, camera)
    is GiveShareModel -> GiveShareScreen(context, model, camera)
    is WriteModel -> WriteScreen(context, model)
    is ShowCodeModel -> ShowCodeScreen(context, model)
    is CheckModel -> CheckScreen(context, model, camera)
    is ScanModel -> ScanScreen(context, model, camera)
    is ReadModel -> ReadScreen(context, model)
    is PeopleModel -> PeopleScreen(context, model)
    is PersonModel -> PersonScreen(context, model)
    is SettingsModel -> SettingsScreen(context, model)
    is NewPassphraseModel -> NewPassphraseScreen(context, model)
    is SecondPassphraseModel -> SecondPassphraseScreen(context, model)
    is HelpModel -> HelpScreen(context, model)
    else -> error("no screen for ${model.javaClass}")
}
