package app.aldis

import android.app.Activity
import android.os.Build
import android.os.Bundle
import android.view.View
import android.view.WindowManager
import android.widget.FrameLayout
import app.aldis.camera.CameraDoor
import app.aldis.guard.AirGapCheck
import app.aldis.guard.secure
import app.aldis.shell.Model
import app.aldis.shell.Shell
import app.aldis.ui.Screen
import app.aldis.ui.screenFor

/** The one activity: draws the shell's screen, and tells the shell what Android does to it. Saves nothing. */
class MainActivity : Activity() {
    private val shell: Shell get() = (application as AldisApp).shell
    private val airGap by lazy { AirGapCheck(this, shell::read) }
    private val camera = CameraDoor(this)
    private lateinit var root: FrameLayout
    private var screen: Screen<*, *>? = null

    override fun onCreate(saved: Bundle?) {
        super.onCreate(null)
        secure(this)
        root = FrameLayout(this)
        root.filterTouchesWhenObscured = true
        root.importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS
        setContentView(root)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) BackFrom33.register(this, ::goBack)
    }

    override fun onStart() {
        super.onStart()
        airGap.start()
        shell.start()
        shell.watch = ::show
        show(shell.model)
        shell.woke()
    }

    override fun onResume() {
        super.onResume()
        airGap.look()
        camera.resumed()
    }

    override fun onPause() {
        super.onPause()
        camera.paused()
    }

    /** Whatever takes the screen away locks: leaving, a call, the screen going off. Nothing burns. */
    override fun onStop() {
        airGap.stop()
        if (!isChangingConfigurations) shell.left()
        super.onStop()
    }

    override fun onDestroy() {
        screen?.close()
        shell.watch = {}
        super.onDestroy()
    }

    /** Neither the views nor anything else of this app goes into the system's hands. */
    override fun onSaveInstanceState(out: Bundle) = Unit

    override fun onUserInteraction() = shell.touched()

    override fun onRequestPermissionsResult(code: Int, permissions: Array<out String>, results: IntArray) =
        camera.answered()

    @Deprecated("what Android before 13 calls")
    override fun onBackPressed() = goBack()

    private fun goBack() {
        if (shell.canGoBack()) shell.back() else moveTaskToBack(true)
    }

    private fun show(model: Model<*, *>) {
        val old = screen
        camera.release()
        val next = screenFor(this, model, camera)
        screen = next
        root.removeAllViews()
        root.addView(next.view)
        old?.close()
        next.begin()
        if (shell.where.keepsScreenOn) window.addFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        else window.clearFlags(WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON)
        brightness(null)
    }

    /** 0 to 1 for codes; null is the phone's own. */
    fun brightness(share: Float?) {
        val attributes = window.attributes
        attributes.screenBrightness = share ?: WindowManager.LayoutParams.BRIGHTNESS_OVERRIDE_NONE
        window.attributes = attributes
    }
}
