package app.aldis.ui

import android.annotation.SuppressLint
import android.content.Context
import android.provider.Settings
import android.view.MotionEvent
import android.view.TextureView
import android.view.View
import android.view.ViewGroup.LayoutParams.MATCH_PARENT
import android.widget.Button
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.SeekBar
import android.widget.TextView
import app.aldis.R
import app.aldis.camera.CameraDoor
import app.aldis.shell.CameraTrouble
import app.aldis.shell.Eyes
import app.aldis.shell.Look
import app.aldis.shell.ScanLoop

/** What the camera sees, one line that says what is in it, light and zoom; or why there is no picture. */
@SuppressLint("ViewConstructor")
class LookView(context: Context, private val camera: CameraDoor, look: Look) : LinearLayout(context) {
    val eyes: Eyes = look.eyes
    private val preview = TextureView(context)
    private val line: TextView
    private val remark: TextView
    private val controls = LinearLayout(context).apply { orientation = VERTICAL }
    private val trouble = LinearLayout(context).apply { orientation = VERTICAL }
    private var drawn: ScanLoop.Camera? = null

    init {
        orientation = VERTICAL
        line = notice("")
        remark = notice("", R.color.danger)
        val frame = FrameLayout(context)
        preview.contentDescription = word(R.string.scan_preview)
        preview.setOnTouchListener(::tapped)
        frame.addView(preview, FrameLayout.LayoutParams(MATCH_PARENT, MATCH_PARENT))
        addView(frame, LayoutParams(MATCH_PARENT, 0, 1f).apply { bottomMargin = pixels(R.dimen.half_gap) })
        frame.minimumHeight = resources.displayMetrics.heightPixels / PREVIEW_SHARE
        addView(controls)
        addView(trouble)
        update(look, null)
        camera.look(look.eyes, preview)
    }

    fun update(look: Look, said: String?) {
        val sight = sight(look.seen)
        if (line.text.toString() != sight) line.say(sight)
        remark.say(said.orEmpty())
        if (look.camera == drawn) return
        drawn = look.camera
        controls.removeAllViews()
        trouble.removeAllViews()
        when (val now = look.camera) {
            is ScanLoop.Camera.Ready -> controls(now)
            is ScanLoop.Camera.Failed -> trouble(now.why)
            null -> Unit
        }
        val failed = look.camera is ScanLoop.Camera.Failed
        line.visibility = if (failed) View.GONE else View.VISIBLE
        (preview.parent as View).visibility = if (failed) View.GONE else View.VISIBLE
    }

    private fun controls(ready: ScanLoop.Camera.Ready) {
        if (ready.torch) {
            var on = false
            lateinit var button: Button
            button = controls.other(word(R.string.scan_torch_on)) {
                on = !on
                camera.source?.torch(on)
                button.setText(if (on) R.string.scan_torch_off else R.string.scan_torch_on)
            }
        }
        if (ready.zoom > 1f) controls.slider(word(R.string.scan_zoom), 0) { camera.source?.zoom(it) }
    }

    private fun trouble(why: CameraTrouble) = trouble.run {
        notice(word(sentence(why)), if (why == CameraTrouble.NOT_ASKED) R.color.text else R.color.danger)
        when (why) {
            CameraTrouble.NOT_ASKED -> main(word(R.string.camera_allow)) { camera.ask() }
            CameraTrouble.REFUSED -> main(word(R.string.camera_app_settings)) { camera.openAppSettings() }
            CameraTrouble.NONE -> body(word(R.string.camera_none_next))
            CameraTrouble.SWITCHED_OFF, CameraTrouble.POLICY, CameraTrouble.TAKEN, CameraTrouble.FAILED -> {
                main(word(R.string.camera_again)) { camera.again() }
                if (why == CameraTrouble.SWITCHED_OFF) other(word(R.string.phone_settings)) { camera.openSettings(Settings.ACTION_SETTINGS) }
                Unit
            }
        }
        Unit
    }

    @SuppressLint("ClickableViewAccessibility")
    private fun tapped(view: View, event: MotionEvent): Boolean {
        if (event.actionMasked == MotionEvent.ACTION_DOWN && view.width > 0 && view.height > 0) {
            camera.source?.focus(event.x / view.width, event.y / view.height)
        }
        return false
    }

    private companion object {
        /** At least this part of the screen's height. */
        const val PREVIEW_SHARE = 3
    }
}

/**
 * A screen that scans in one or more of its states: the camera's view stays while the same eyes look. What may be typed instead
 * is wiped before it leaves the screen.
 */
abstract class LookingScreen<S : Any, E : Any>(
    context: Context,
    model: app.aldis.shell.Model<S, E>,
    private val camera: CameraDoor,
) : PageScreen<S, E>(context, model) {
    private var looking: LookView? = null
    private var field: Field? = null

    protected abstract fun look(state: S): Look?

    /** A second line, for what the picture alone does not say. */
    protected open fun remark(state: S): String? = null

    override fun draw(state: S) {
        wipe()
        val look = look(state)
        val now = looking
        if (look != null && now != null && now.eyes === look.eyes) return now.update(look, remark(state))
        if (now != null) camera.release()
        looking = null
        super.draw(state)
    }

    protected fun LinearLayout.camera(look: Look): LookView {
        val next = LookView(context, camera, look)
        looking = next
        addView(next, LinearLayout.LayoutParams(MATCH_PARENT, 0, 1f))
        return next
    }

    /** For the words of a code that is on paper. */
    protected fun LinearLayout.wordsField(name: CharSequence): Field = textField(name).also { field = it }

    override fun close() {
        super.close()
        wipe()
        if (looking != null) camera.release()
        looking = null
    }

    private fun wipe() {
        field?.wipe()
        field = null
    }
}

/** A slider under its name; [changed] is told shares from 0 to 1. */
fun LinearLayout.slider(name: String, percent: Int, changed: (Float) -> Unit): SeekBar {
    small(name)
    val bar = SeekBar(context)
    bar.contentDescription = name
    bar.isSaveEnabled = false
    bar.max = PERCENT
    bar.progress = percent
    bar.minimumHeight = pixels(R.dimen.touch)
    bar.setPadding(pixels(R.dimen.gap), pixels(R.dimen.gap), pixels(R.dimen.gap), pixels(R.dimen.gap))
    bar.setOnSeekBarChangeListener(object : SeekBar.OnSeekBarChangeListener {
        override fun onProgressChanged(bar: SeekBar, progress: Int, fromUser: Boolean) = changed(progress.toFloat() / PERCENT)

        override fun onStartTrackingTouch(bar: SeekBar) = Unit

        override fun onStopTrackingTouch(bar: SeekBar) = Unit
    })
    addView(bar, apart())
    return bar
}

private const val PERCENT = 100
