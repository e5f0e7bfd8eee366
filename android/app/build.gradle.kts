import java.util.Properties

plugins {
    id("com.android.application")
}

val version = Properties().apply { file("${rootDir}/version.properties").inputStream().use(::load) }
val libraries = "${rootDir.parent}/out/gradle/native"

// The engine for Android's three ABIs, as scripts/apk builds it: a Debian-like machine, and no NDK.
val native = tasks.register<Exec>("native") {
    workingDir = rootDir.parentFile
    commandLine("android/packaging/native", libraries)
    inputs.files(fileTree("${rootDir.parent}/rust"), fileTree("${rootDir}/packaging"), "${rootDir.parent}/Cargo.lock")
    outputs.dir(libraries)
}

android {
    namespace = "app.aldis"
    compileSdk = 36

    defaultConfig {
        applicationId = "app.aldis.dev" // app.aldis comes from scripts/release alone
        minSdk = version.getProperty("minSdk").toInt()
        targetSdk = version.getProperty("targetSdk").toInt()
        versionCode = version.getProperty("versionCode").toInt()
        versionName = version.getProperty("versionName")
        ndk.abiFilters += listOf("arm64-v8a", "armeabi-v7a", "x86_64")
    }

    // src/camerax has its own camera; scripts/apk takes src/camera2 instead.
    flavorDimensions += "camera"
    productFlavors.create("camerax")
    sourceSets.getByName("main").jniLibs.srcDir(libraries)

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }

    buildTypes.getByName("release").isMinifyEnabled = false
    packaging.jniLibs.useLegacyPackaging = true // packed, as extractNativeLibs says
    dependenciesInfo.includeInApk = false // a block that only a store can read
}

tasks.named("preBuild") { dependsOn(native) }

dependencies {
    implementation(project(":shell"))
    implementation("net.java.dev.jna:jna:5.19.1@aar")
    val camerax = "1.6.1"
    implementation("androidx.camera:camera-core:$camerax")
    implementation("androidx.camera:camera-camera2:$camerax")
    implementation("androidx.camera:camera-lifecycle:$camerax")
    implementation("androidx.lifecycle:lifecycle-runtime:2.8.7") // LifecycleRegistry, which CameraX brings at run time alone
}
