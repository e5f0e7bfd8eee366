package app.aldis

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.hardware.camera2.CameraManager
import android.provider.Settings
import android.view.TextureView
import app.aldis.engine.Meeting
import app.aldis.shell.Where
import java.nio.ByteBuffer
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** Everything that takes the camera away: each is said, with what to do, and afterwards it goes on where it was. */
@Config(sdk = [26, 34])
class CameraTroubleTest : PhoneTest() {
    @Test
    fun denied_once_it_may_be_asked_again_and_denied_twice_it_shows_the_way() {
        plugCamera(allow = false)
        setUp()
        press("Meet somebody")
        type("Nickname", "Bob")
        press("I scan first")
        press("Allow the camera")
        assertEquals(listOf(Manifest.permission.CAMERA), shadowOf(activity).lastRequestedPermission.requestedPermissions.toList())
        // The first time Android would ask again.
        shadowOf(app.packageManager).setShouldShowRequestPermissionRationale(Manifest.permission.CAMERA, true)
        deny()
        assertTrue("${words()}", sees("Aldis needs the camera to read codes, and for nothing else."))
        press("Allow the camera")
        // The second time it is for good.
        shadowOf(app.packageManager).setShouldShowRequestPermissionRationale(Manifest.permission.CAMERA, false)
        deny()
        assertTrue("${words()}", sees("The camera is not allowed. Android asks no more"))
        press("Open the settings of this app")
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, shadowOf(activity).nextStartedActivity.action)
        shadowOf(app).grantPermissions(Manifest.permission.CAMERA)
        hand.pause().resume()
        settle()
        assertTrue("the meeting goes on", sees("Step 1"))
        show(peer().phone.startMeeting("Alice").modules(0u))
        assertTrue("${words()}", words().any { it.startsWith("Part 1 of") })
    }

    @Test
    fun a_permission_that_is_taken_back_during_a_scan_is_asked_for_again() {
        plugCamera()
        setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        app.shell.go(Where.Scan)
        settle()
        frameSize()
        shadowOf(app).denyPermissions(Manifest.permission.CAMERA)
        hand.pause().resume()
        settle()
        assertTrue("${words()}", sees("Aldis needs the camera to read codes"))
        press("Allow the camera")
        shadowOf(app).grantPermissions(Manifest.permission.CAMERA)
        activity.onRequestPermissionsResult(1, arrayOf(Manifest.permission.CAMERA), intArrayOf(PackageManager.PERMISSION_GRANTED))
        settle()
        show(bob.write("Seen after all.").modules())
        assertTrue("${words()}", sees("A message from Bob."))
    }

    @Test
    fun the_switch_of_the_system_is_named_and_what_to_press() {
        plugCamera()
        setUp()
        val bob = peer()
        bob.meetQuietly(app.shell)
        app.shell.go(Where.Scan)
        settle()
        val (width, height) = frameSize()
        for (black in 1..30) if (!sees("switched off")) show(Picture(width, height, ByteArray(width * height)))
        assertTrue("${words()}", sees("The camera is switched off for all apps. Switch it on in Android's quick settings."))
        press("Try again")
        assertFalse(sees("switched off"))
        show(bob.write("Light again.").modules())
        assertTrue("${words()}", sees("A message from Bob."))
    }

    @Test
    fun a_camera_lost_in_the_middle_of_a_meeting_does_not_end_it() {
        plugCamera()
        setUp()
        val bob = peer()
        press("Meet somebody")
        type("Nickname", "Bob")
        press("I show first")
        val second = bob.meet("Alice", reelShownTo(bob)) as Meeting.Second
        press("The other phone has it")
        show(second.reel.modules(0u))
        shadowOf(app.getSystemService(Context.CAMERA_SERVICE) as CameraManager).triggerDisconnect()
        settle()
        assertTrue("${words()}", sees("Another app took the camera. Close it, then try again."))
        press("Try again")
        var number = 0u
        while (!sees("Step 3")) {
            check(number < 30u) { "the second code was not read: ${words()}" }
            show(second.reel.modules(number++))
        }
        val done = bob.meet("Alice", shownTo(bob).single()) as Meeting.Done
        press("The other phone has it")
        assertTrue("${done.words.words}: ${words()}", done.words.words.all { sees(it) })
    }

    @Test
    fun without_any_camera_it_says_what_still_works_and_lets_nobody_get_stuck() {
        shadowOf(app).grantPermissions(Manifest.permission.CAMERA)
        setUp()
        val bob = peer()
        press("Meet somebody")
        type("Nickname", "Bob")
        press("I show first")
        bob.meet("Alice", reelShownTo(bob))
        press("The other phone has it")
        openPreview(anyView { it is TextureView } as TextureView)
        settle()
        assertTrue("${words()}", sees("This phone has no camera that Aldis can use."))
        assertTrue(sees("Without one it can write, and cannot read."))
        press("Cancel")
        assertTrue(sees("Nobody is here yet"))
    }

    @Test
    fun frames_that_come_late_are_given_back_and_find_nobody() {
        plugCamera()
        setUp()
        app.shell.go(Where.Scan)
        settle()
        val (width, height) = frameSize()
        val reader = checkNotNull(FrameReaderShadow.last)
        press("Cancel")
        val plane = ByteBuffer.allocateDirect(width * height)
        reader.post(List(3) { Plane(plane, width, 1) })
        settle()
        assertEquals(0, reader.openImages)
    }

    private fun deny() {
        activity.onRequestPermissionsResult(1, arrayOf(Manifest.permission.CAMERA), intArrayOf(PackageManager.PERMISSION_DENIED))
        settle()
    }
}
